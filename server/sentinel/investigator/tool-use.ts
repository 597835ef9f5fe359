import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { Agent } from '../../mcp/endpoint/authenticator.ts';
import type { ToolDesk } from '../../mcp/endpoint/tool-desk.ts';
import type { CallResult, ChatPicture, ToolCall } from '../model/chat.ts';
import type { CaseFile } from './case-file.ts';
import { insertPicture } from './pictures/picture-repository.ts';
import type { PictureScaler, ScaledPicture } from './pictures/picture-scaler.ts';
import type { Attempt, RunKeys } from './run-keys.ts';

export interface ToolUseDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly desk: Pick<ToolDesk, 'list' | 'call'>;
  readonly keys: RunKeys;
  readonly scaler: PictureScaler;
}

/** An investigation under way. */
export interface Investigation {
  readonly attempt: Attempt;
  readonly key: string;
  readonly file: CaseFile;
  /** Longer edge of pictures for the model, pixels. */
  readonly imagePixels: number;
  /** Aborts when the server stops or the time is up. */
  readonly signal: AbortSignal;
}

/** The run belongs to this investigation no more: it was ended, erased or begun anew meanwhile. */
export class RunLostError extends Error {
  constructor() {
    super('The run was taken away');
    this.name = 'RunLostError';
  }
}

const TEXT_MAX = 20_000;
const KEPT_EDGE = 512;

/** The agent this investigation is now: rules may have changed since the last call. Throws RunLostError. */
export async function agentOf({ keys }: ToolUseDeps, { key }: Investigation): Promise<Agent> {
  const agent = await keys.authenticate(key);
  if (agent === undefined) throw new RunLostError();
  return agent;
}

/** Runs a tool the way every agent's calls are run. What stands against it is an answer for the model. */
export async function useTool(
  deps: ToolUseDeps,
  investigation: Investigation,
  call: ToolCall & { readonly args: object },
): Promise<CallResult> {
  const { file, signal } = investigation;
  const { name, args } = call;
  const agent = await agentOf(deps, investigation);
  const answer = await deps.desk.call(agent, { name, args: { ...args }, signal });
  if (answer.isError !== true) file.filed.note(name, answer.structuredContent);
  const { texts, pictures, numbers } = await contentsOf(deps, investigation, answer);
  const whole = texts.join('\n');
  const text = whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX)}… (cut)` : whole;
  const shown = text === '' ? (pictures.length === 1 ? '1 picture' : `${pictures.length} pictures`) : text;
  file.steps.push({ tool: name, args, result: shown, pictures: numbers });
  return { callId: call.id, toolName: name, text: shown, pictures, isError: answer.isError === true };
}

interface Contents {
  readonly texts: string[];
  readonly pictures: ChatPicture[];
  /** Numbers of the pictures that are kept. */
  readonly numbers: number[];
}

async function contentsOf(
  deps: ToolUseDeps,
  investigation: Investigation,
  { content }: CallToolResult,
): Promise<Contents> {
  const contents: Contents = { texts: [], pictures: [], numbers: [] };
  const images: Buffer[] = [];
  for (const block of content) {
    if (block.type === 'text') contents.texts.push(block.text);
    if (block.type === 'image') images.push(Buffer.from(block.data, 'base64'));
  }
  for (const picture of await scaled(deps, investigation, images)) {
    const [sent, kept] = picture.ok ? picture.sizes : [];
    if (sent === undefined || kept === undefined) {
      contents.texts.push('One picture cannot be shown to you: it is damaged, too large or no JPEG.');
      continue;
    }
    contents.pictures.push({ base64: Buffer.from(sent).toString('base64') });
    const number = await keep(deps, investigation, kept);
    if (number !== undefined) contents.numbers.push(number);
  }
  return contents;
}

/** Pictures come from cameras and out of the evidence store; none of them is trusted to be one. */
async function scaled(
  { scaler, log }: ToolUseDeps,
  { imagePixels, signal }: Investigation,
  pictures: readonly Buffer[],
): Promise<readonly ScaledPicture[]> {
  if (pictures.length === 0) return [];
  try {
    return await scaler.scale({ pictures, edges: [imagePixels, KEPT_EDGE] }, signal);
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error }, 'Pictures for the investigator could not be prepared');
    return pictures.map(() => ({ ok: false, reason: 'thread' }));
  }
}

/** Stores a picture for people to see later. A full disk costs no investigation. */
async function keep(
  { db, clock, log }: ToolUseDeps,
  { attempt, file }: Investigation,
  bytes: Uint8Array,
): Promise<number | undefined> {
  const number = file.nextPicture();
  if (number === undefined) return undefined;
  const { orgId, runId } = attempt;
  const picture = {
    orgId,
    runId,
    number,
    mime: 'image/jpeg',
    data: Buffer.from(bytes),
    takenAt: clock.now(),
  };
  try {
    await db.write((tx) => insertPicture(tx, picture));
    return number;
  } catch (error) {
    log.warn({ err: error }, 'A picture of an investigation could not be stored');
    return undefined;
  }
}
