import { setTimeout as sleep } from 'node:timers/promises';

import type { NodeClient } from './node-client.ts';
import type { NodeEventLog } from './node-events.ts';
import type { NodeTiming } from './node-options.ts';
import { decodeHeartbeat, type HeartbeatReply } from './wire/reply-decoding.ts';

export interface HeartbeatParts {
  readonly client: NodeClient;
  readonly timing: Pick<NodeTiming, 'heartbeatMs' | 'heartbeatRetryMs'>;
  readonly events: NodeEventLog;
  readonly stopped: AbortSignal;
  /** The request body, built anew for every attempt. */
  readonly body: () => unknown;
  readonly apply: (reply: HeartbeatReply) => void;
}

/** Beats until stopped: a cycle, then a pause counted from its end. Resolves when stopped. */
export async function runHeartbeats(parts: HeartbeatParts): Promise<void> {
  try {
    while (!parts.stopped.aborted) {
      await beatOnce(parts);
      await sleep(parts.timing.heartbeatMs, undefined, { signal: parts.stopped });
    }
  } catch (error) {
    if (!parts.stopped.aborted) throw error;
  }
}

/** One cycle: every kind of failure is tried again. The answer, or undefined when all attempts failed. */
export async function beatOnce(parts: HeartbeatParts): Promise<HeartbeatReply | undefined> {
  for (let attempts = 1; ; attempts += 1) {
    const { status, reply } = await attempt(parts);
    const pause = parts.timing.heartbeatRetryMs[attempts - 1];
    if (reply) parts.apply(reply);
    if (reply || pause === undefined) {
      parts.events.emit('heartbeat', { ok: reply !== undefined, attempts, status, reply });
      return reply;
    }
    await sleep(pause, undefined, { signal: parts.stopped });
  }
}

interface Attempt {
  readonly status?: number;
  readonly reply?: HeartbeatReply;
}

async function attempt(parts: HeartbeatParts): Promise<Attempt> {
  let status: number | undefined;
  try {
    const answer = await parts.client.heartbeat(parts.body());
    status = answer.status;
    if (status < 200 || status >= 300) return { status };
    return { status, reply: decodeHeartbeat(answer.json) };
  } catch {
    // No complete answer, or one the node cannot decode.
    return status === undefined ? {} : { status };
  }
}
