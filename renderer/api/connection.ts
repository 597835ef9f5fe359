import { useSyncExternalStore } from 'react';

const PROBE_EVERY_MS = 2000;
const PROBE_TIMEOUT_MS = 4000;

type Listener = () => void;

/**
 * Knows whether the server answers at all. One failed request starts a probe of the health route; only
 * when the probe fails too is the server called unreachable. Probing goes on until it answers again.
 */
class ServerConnection {
  #reachable = true;
  #probing = false;
  readonly #listeners = new Set<Listener>();
  readonly #recovered = new Set<Listener>();

  readonly isReachable = (): boolean => this.#reachable;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called each time the server comes back after it was unreachable. */
  onRecovered(listener: Listener): () => void {
    this.#recovered.add(listener);
    return () => this.#recovered.delete(listener);
  }

  answered(): void {
    this.#set(true);
  }

  failed(): void {
    if (this.#probing) return;
    this.#probing = true;
    void this.#probe();
  }

  async #probe(): Promise<void> {
    try {
      const response = await fetch('/api/health', {
        cache: 'no-store',
        signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
      });
      if (!response.ok) throw new Error('unhealthy');
      this.#probing = false;
      this.#set(true);
    } catch {
      this.#set(false);
      setTimeout(() => void this.#probe(), PROBE_EVERY_MS);
    }
  }

  #set(reachable: boolean): void {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    for (const listener of this.#listeners) listener();
    if (reachable) for (const listener of this.#recovered) listener();
  }
}

export const connection = new ServerConnection();

/** True while the server answers. */
export function useServerReachable(): boolean {
  return useSyncExternalStore(connection.subscribe, connection.isReachable);
}
