import type { CameraSettings, NodeSettings } from './node-options.ts';
import type { NodeClient } from './node-client.ts';
import { decodeRegister, type RegisterReply } from './wire/reply-decoding.ts';

/** The real node ends with exit code 1 here and leaves restarting to the service manager. */
export class RegistrationFailed extends Error {
  override readonly name = 'RegistrationFailed';
  /** HTTP status; undefined when there was no complete answer. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/** The register call's body. */
function registerBody(settings: NodeSettings, httpPort: number): unknown {
  return {
    node_id: settings.nodeId,
    name: settings.name,
    node_version: settings.version,
    cameras: settings.cameras.map(({ devicePath, name }) => ({
      device_path: devicePath,
      name,
      width: 1920,
      height: 1080,
      capabilities: ['streaming'],
    })),
    video_codec: 'avc1.64a01f',
    audio_codec: 'mp4a.40.2',
    http_port: httpPort,
    lan_streaming: settings.lanStreaming,
  };
}

/** One register call, never repeated. Throws RegistrationFailed. */
export async function register(
  client: NodeClient,
  settings: NodeSettings,
  httpPort: number,
): Promise<RegisterReply> {
  let status: number | undefined;
  let text = '';
  try {
    const reply = await client.register(registerBody(settings, httpPort));
    status = reply.status;
    text = `${status} ${reply.body}`;
    if (status >= 200 && status < 300) return decodeRegister(reply.json);
  } catch (error) {
    if (status === undefined) text = error instanceof Error ? error.message : String(error);
    throw new RegistrationFailed(explain(text), status, error);
  }
  throw new RegistrationFailed(`${explain(text)} (${text.slice(0, 300)})`, status);
}

/** The id the server gave, or the node's own guess for a camera missing from the answer. */
export function cameraIdFor(camera: CameraSettings, reply: RegisterReply): string {
  const guessed = `${reply.nodeId}_${camera.devicePath.replaceAll(/[/\\ ]/g, '_').replace(/^_+/, '')}`;
  return reply.cameras.get(camera.devicePath) ?? guessed;
}

/** The node only searches the text of status, body or transport error, in this order. */
function explain(text: string): string {
  const lower = text.toLowerCase();
  if (lower.includes('404') || lower.includes('not found')) return 'node id unknown';
  if (lower.includes('401') || lower.includes('403')) return 'key rejected';
  if (lower.includes('connect') || lower.includes('timeout')) return 'server unreachable';
  return 'server error';
}
