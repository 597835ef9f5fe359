import { AppError } from '../../http/app-error.ts';
import type { NodeConnections } from '../node-connections.ts';
import { NodeCommandError, type CommandResult } from './command-queue.ts';

const ERROR_TEXT_MAX = 200;

export type NodeCommands = Pick<NodeConnections, 'send'>;

/** A node's answer to a command: `success` with `data`, or `error` with its reason. */
export type NodeResult = CommandResult & { readonly status: 'success' | 'error' };

/**
 * Sends a command on behalf of a person and answers the node's result as it came. 503 when the node is not connected or
 * goes away, 504 when it does not answer in time, 502 when its answer is no result.
 */
export async function askNode(
  connections: NodeCommands,
  nodeId: string,
  request: {
    readonly command: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly timeoutMs: number;
  },
): Promise<NodeResult> {
  const result = await sent(connections, nodeId, request);
  if (!isResult(result)) throw unusableAnswer();
  return result;
}

function isResult(result: CommandResult): result is NodeResult {
  return result['status'] === 'success' || result['status'] === 'error';
}

/** The answer of a node that makes no sense. */
export function unusableAnswer(): AppError {
  return AppError.coded(502, 'node_answer_unusable', 'The node gave an answer that cannot be used.');
}

/** Why the node could not, as one short printable line. */
export function nodeErrorText(result: NodeResult): string {
  const text = typeof result['error'] === 'string' ? result['error'] : '';
  const line = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').trim();
  return line === '' ? 'it gave no reason.' : line.slice(0, ERROR_TEXT_MAX);
}

async function sent(
  connections: NodeCommands,
  nodeId: string,
  request: Parameters<typeof askNode>[2],
): Promise<CommandResult> {
  try {
    return await connections.send(nodeId, request.command, request.payload, {
      timeoutMs: request.timeoutMs,
    });
  } catch (error) {
    if (!(error instanceof NodeCommandError)) throw error;
    switch (error.reason) {
      case 'not-connected':
        throw AppError.plain(503, 'The node is not connected. Check that it is running.');
      case 'disconnected':
        throw AppError.plain(503, 'The node went away before it answered. Try again when it is back.');
      case 'timed-out':
        throw AppError.plain(504, 'The node did not answer in time. Try again.');
    }
  }
}
