import type { Node } from '../../../server/contract/nodes.ts';
/** `12.4 GiB` */
export declare function formatBytes(bytes: number): string;
export interface DiskWords {
    readonly tone: 'idle' | 'bad';
    readonly text: string;
}
/** A node reports 0 of 0 when it cannot read its disk; below 1 GiB free it pauses recording. */
export declare function judgeDisk(storage: NonNullable<Node['storage']>): DiskWords;
