import type { NodeArchive } from './local/node-archive.ts';

export type CommandResult =
  | { readonly status: 'success'; readonly data: unknown }
  | { readonly status: 'error'; readonly error: string };

export interface CommandParts {
  readonly archive: NodeArchive;
  /** JPEG of the newest finished segment. Throws when there is none. */
  readonly picture: (cameraId: string) => Promise<Buffer>;
  /** Too little disk left to store anything. */
  readonly diskLow: () => boolean;
  /** Forgets the stored pairing. */
  readonly unpair: () => void;
}

/** Executes one command of the server. Never throws: failures become error results. */
export async function executeCommand(
  parts: CommandParts,
  command: string,
  payload: unknown,
): Promise<CommandResult> {
  try {
    return { status: 'success', data: await dataOf(parts, command, cameraIdOf(payload)) };
  } catch (error) {
    return { status: 'error', error: error instanceof Error ? error.message : String(error) };
  }
}

async function dataOf(parts: CommandParts, command: string, cameraId: string | undefined): Promise<unknown> {
  switch (command) {
    case 'take_snapshot':
      return takeSnapshot(parts, cameraId);
    case 'list_snapshots':
      return parts.archive.snapshots(cameraId);
    case 'list_recordings':
      return parts.archive.recordings(cameraId);
    case 'wipe_data':
      parts.archive.wipe();
      parts.unpair();
      return { wiped: true };
    default:
      throw new Error(`unknown command: ${command}`);
  }
}

async function takeSnapshot(parts: CommandParts, cameraId: string | undefined): Promise<unknown> {
  if (cameraId === undefined) throw new Error('missing camera_id');
  if (parts.diskLow()) throw new Error('disk is almost full');
  const picture = await parts.picture(cameraId);
  const { filename, size_bytes, timestamp } = parts.archive.addSnapshot(cameraId, picture);
  return { filename, size_bytes, timestamp, image_b64: picture.toString('base64') };
}

function cameraIdOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const value = (payload as Record<string, unknown>)['camera_id'];
  return typeof value === 'string' ? value : undefined;
}
