import type { Camera } from '../../../../server/contract/cameras.ts';
import type { ChipTone } from '../../../components/chip.tsx';
import type { PlayerSnapshot } from '../../player/stream-player.ts';
export type TileState = 'live' | 'reconnecting' | 'frozen' | 'offline' | 'starting' | 'suspended' | 'failed' | 'paused';
export interface TileWords {
    readonly state: TileState;
    readonly tone: ChipTone;
    /** For the chip. */
    readonly label: string;
    /** A plain sentence over the picture; `null` while the picture speaks for itself. */
    readonly sentence: string | null;
    /** Somebody may ask to play again. */
    readonly canRetry?: boolean;
}
/** `1.8 s` */
export declare function delayText(delayMs: number | null): string;
/**
 * What a tile says. Moving, fresh pictures win over every report; without them the camera's own report
 * explains best; then what the player sees.
 */
export declare function describeTile(camera: Camera, snapshot: PlayerSnapshot, now: number): TileWords;
