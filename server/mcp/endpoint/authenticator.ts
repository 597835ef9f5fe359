import type { IncomingMessage } from 'node:http';
import type { ToolName } from '../../contract/agents/tools.ts';
import type { CameraView } from '../tools/tool.ts';

/** Somebody whose key is known, with all it may do. Asked for anew with every request, so a change counts at once. */
export interface Agent {
  readonly orgId: string;
  readonly keyName: string;
  /** Tells this agent from every other: `key:<id>`, `run:<id>` or the like. */
  readonly credential: string;
  /** Author tag of what the agent writes. */
  readonly author: string;
  /** Whose call budget and slots are used. */
  readonly budgetOwner: string;
  /** The one answer to what is listed and what may be called. */
  readonly tools: ReadonlySet<ToolName>;
  readonly cameras: CameraView;
  /** Last word before an admitted call, and a note of its moment. Throws ToolFailure when the call must not run. */
  markUsed(): Promise<void>;
}

/** One kind of credential. */
export interface Authenticator {
  /** The agent behind a key, or undefined when the key is none of this kind or counts no more. */
  authenticate(key: string, request: IncomingMessage): Promise<Agent | undefined>;
}

export type BearerKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'empty' };

/** The key of `Authorization: Bearer <key>`; the scheme in any case. */
export function bearerKeyOf(request: IncomingMessage): BearerKey {
  const match = /^bearer(?:\s+(.*))?$/i.exec(request.headers.authorization?.trim() ?? '');
  if (match === null) return { kind: 'missing' };
  const key = match[1]?.trim() ?? '';
  return key === '' ? { kind: 'empty' } : { kind: 'key', key };
}
