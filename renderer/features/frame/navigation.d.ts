import { type LucideIcon } from 'lucide-react';
export interface Place {
    readonly to: string;
    readonly label: string;
    readonly icon: LucideIcon;
    /** Shown to administrators only. */
    readonly adminOnly?: boolean;
    /** Paths that belong to this place besides `to`. */
    readonly owns?: readonly string[];
}
/** The places of the left rail, in order. A place is listed once its page exists. */
export declare const PLACES: readonly Place[];
/** True when `pathname` lies within this place. */
export declare function isWithin(place: Place, pathname: string): boolean;
