import { z } from 'zod';
import { heartbeatBody } from '../../contract/fleet/nodes.ts';

/** Any message of a node. An `id` that is not text is not echoed: the node drops messages with a number there. */
export const nodeFrame = z.object({
  type: z.string().max(100),
  id: z
    .unknown()
    .optional()
    .transform((id) => (typeof id === 'string' ? id.slice(0, 200) : undefined)),
  payload: z.unknown().optional(),
});
export type NodeFrame = z.infer<typeof nodeFrame>;

/** Payload of a heartbeat over the channel: as over HTTP, without id and storage. */
export const heartbeatPayload = heartbeatBody.omit({ node_id: true, storage_stats: true });

/** Payload of a command's result, handed to the caller as it is. */
export const resultPayload = z.record(z.string(), z.unknown());

/** A message to a node. */
export type ServerFrame =
  | { readonly type: 'ack'; readonly id?: string; readonly payload: AckPayload }
  | { readonly type: 'error'; readonly id?: string; readonly payload: { readonly detail: string } }
  | {
      readonly type: 'command';
      readonly id: string;
      readonly command: string;
      readonly payload: Readonly<Record<string, unknown>>;
    };

export interface AckPayload {
  readonly timestamp: string;
  readonly update_available?: string;
  readonly unsupported?: true;
}
