import type { ReactNode } from 'react';
export type ChipTone = 'live' | 'warn' | 'bad' | 'idle';
interface Props {
    readonly tone: ChipTone;
    readonly children: ReactNode;
}
/** A small state label with a mark whose shape says the same as its colour. */
export declare function Chip({ tone, children }: Props): import("react").JSX.Element;
export {};
