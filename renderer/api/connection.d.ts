type Listener = () => void;
/**
 * Knows whether the server answers at all. One failed request starts a probe of the health route; only
 * when the probe fails too is the server called unreachable. Probing goes on until it answers again.
 */
declare class ServerConnection {
    #private;
    readonly isReachable: () => boolean;
    readonly subscribe: (listener: Listener) => (() => void);
    /** Called each time the server comes back after it was unreachable. */
    onRecovered(listener: Listener): () => void;
    answered(): void;
    failed(): void;
}
export declare const connection: ServerConnection;
/** True while the server answers. */
export declare function useServerReachable(): boolean;
export {};
