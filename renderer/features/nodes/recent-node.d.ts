import type { Node } from '../../../server/contract/nodes.ts';
export interface RecentNode {
    readonly nodeId: string;
    readonly name: string;
    /** ms since 1970 */
    readonly createdAt: number;
}
/** Key of this browser's note about the node that was just added. */
export declare function recentNodeKey(orgId: string): string;
/** Reads the note back; `null` for anything else that may be stored there. */
export declare function parseRecentNode(value: unknown): RecentNode | null;
export type RecentNodeState = 'none' | 'waiting' | 'stalled' | 'live';
/** What the banner says: waiting for the first heartbeat, stalled after 2 min, silent after 10 min. */
export declare function recentNodeState(recent: RecentNode | null, node: Pick<Node, 'status' | 'last_seen'> | undefined, now: number): RecentNodeState;
