import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { IntegrationCaller } from '../http/call.ts';
import { sha256Hex } from '../ids.ts';
import { prepareLiveKeyLookups, saveLastUse, type LiveKeyLookups } from './integration-key-repository.ts';

/** The last use is written no more often than this. */
const USE_RESOLUTION_MS = 60_000;

export interface IntegrationKeysDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Knows the keys of the house's programs, and the streams that are open with them. Nothing is cached: a revoked key
 * ends with its next request, and its streams end at once.
 */
export class IntegrationKeys {
  readonly #deps: IntegrationKeysDeps;
  readonly #lookups: LiveKeyLookups;
  /** By key id, what ends its open streams. */
  readonly #streams = new Map<number, Set<() => void>>();
  /** By key id, when its last use was written, or was tried to be. */
  readonly #usedAt = new Map<number, number>();

  constructor(deps: IntegrationKeysDeps) {
    this.#deps = deps;
    this.#lookups = prepareLiveKeyLookups(deps.db.read);
  }

  /** Who calls with this key; undefined for an unknown, revoked or other kind of key. */
  async find(key: string): Promise<IntegrationCaller | undefined> {
    const row = this.#lookups.byHash(sha256Hex(key));
    if (row === undefined) return undefined;
    this.#noteUse(row.id);
    return { orgId: row.orgId, keyId: row.id, name: row.name };
  }

  /** Whether a key that was found is still in force. */
  isLive(keyId: number): boolean {
    return this.#lookups.byId(keyId) !== undefined;
  }

  /** Keeps a stream of this key until the answered function is called; `end` is called once when the key ends. */
  watch(keyId: number, end: () => void): () => void {
    const streams = this.#streams.get(keyId) ?? new Set();
    this.#streams.set(keyId, streams.add(end));
    return () => {
      streams.delete(end);
      if (streams.size === 0 && this.#streams.get(keyId) === streams) this.#streams.delete(keyId);
    };
  }

  /** Ends the streams of a revoked key. Call after the commit. */
  ended(keyId: number): void {
    this.#usedAt.delete(keyId);
    const streams = this.#streams.get(keyId);
    this.#streams.delete(keyId);
    for (const end of streams ?? []) end();
  }

  /** Ends the streams of keys that went without being revoked, as with a whole organisation. Meant for every few seconds. */
  async sweep(): Promise<void> {
    for (const keyId of this.#streams.keys()) if (!this.isLive(keyId)) this.ended(keyId);
  }

  /** Writes the last use beside the request, which does not wait for it. */
  #noteUse(keyId: number): void {
    const { db, clock, log } = this.#deps;
    const now = clock.monotonicMs();
    if (now - (this.#usedAt.get(keyId) ?? -Infinity) < USE_RESOLUTION_MS) return;
    this.#usedAt.set(keyId, now);
    void db
      .write((tx) => saveLastUse(tx, keyId, clock.now()))
      .catch((error: unknown) => {
        // Looking at a camera must also work while the disk is full.
        log.warn({ err: error }, 'The last use of an integration key could not be stored');
      });
  }
}
