import { useSyncExternalStore } from 'react';
import type { DashboardMessage } from '../../../server/contract/dashboard-events.ts';
import { eventStream } from '../../api/events.ts';

type Listener = () => void;

/** Remembers which version the server said it is, each time it greeted this tab. */
export class ServerVersion {
  #version: string | null = null;
  readonly #listeners = new Set<Listener>();

  constructor(onMessage: (listener: (message: DashboardMessage) => void) => unknown) {
    onMessage((message) => {
      if (message.type !== 'hello' || message.version === this.#version) return;
      this.#version = message.version;
      for (const listener of this.#listeners) listener();
    });
  }

  readonly get = (): string | null => this.#version;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

const serverVersion = new ServerVersion((listener) => eventStream.onMessage(listener));

/** The version of the server behind this tab; `null` before its first greeting. */
export function useServerVersion(): string | null {
  return useSyncExternalStore(serverVersion.subscribe, serverVersion.get);
}

/** The version of the page this tab has loaded; `null` when the page does not say. */
export function pageVersion(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="app-version"]')?.content ?? null;
}
