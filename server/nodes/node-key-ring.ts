import { timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../http/app-error.ts';
import { sha256Hex } from '../ids.ts';
import { listKeys } from './node-repository.ts';

const WARN_EVERY_MS = 60_000;
/** Distinct unknown keys remembered for log throttling; beyond it they stay unlogged until the minute is over. */
const WARNED_MAX = 50;

/** The node a key belongs to. */
export interface KeyOwner {
  readonly rowId: number;
  /** Public id. */
  readonly nodeId: string;
  readonly orgId: string;
}

/** Result of checking a node id together with a key. */
export type KeyCheck =
  | { readonly kind: 'ok'; readonly owner: KeyOwner }
  | { readonly kind: 'wrong-key'; readonly owner: KeyOwner }
  | { readonly kind: 'unknown-node' };

export interface NodeKeyRingDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The SHA-256 of every node key in memory, so that a push is authenticated without SQL. */
export class NodeKeyRing {
  readonly #deps: NodeKeyRingDeps;
  readonly #byHash = new Map<string, KeyOwner>();
  readonly #byNodeId = new Map<string, { readonly owner: KeyOwner; readonly hash: string }>();
  readonly #warned = new Set<string>();
  #warnedSince = -Infinity;

  constructor(deps: NodeKeyRingDeps) {
    this.#deps = deps;
  }

  /** Reads all keys; call once at start. */
  async load(): Promise<void> {
    this.#byHash.clear();
    this.#byNodeId.clear();
    const rows = await listKeys(this.#deps.db.read);
    for (const { hash, ...owner } of rows) this.set(owner, hash);
  }

  /** Takes a new key; the node's former one stops working with this call. Call after the commit. */
  set(owner: KeyOwner, hash: string): void {
    this.remove(owner.nodeId);
    this.#byHash.set(hash, owner);
    this.#byNodeId.set(owner.nodeId, { owner, hash });
  }

  /** Forgets a deleted node's key. Call after the commit. */
  remove(nodeId: string): void {
    const known = this.#byNodeId.get(nodeId);
    if (known === undefined) return;
    this.#byNodeId.delete(nodeId);
    this.#byHash.delete(known.hash);
  }

  /** The node this raw key belongs to. An unknown key costs one hash and at most one log line a minute. */
  find(rawKey: string): KeyOwner | undefined {
    const hash = sha256Hex(rawKey);
    const owner = this.#byHash.get(hash);
    if (owner === undefined) this.#warnUnknown(hash);
    return owner;
  }

  /** As `find`, but an unknown key is refused with 401. */
  require(rawKey: string): KeyOwner {
    const owner = this.find(rawKey);
    if (owner === undefined) {
      throw AppError.plain(401, 'The node key is not valid. Set the node up again with its current key.');
    }
    return owner;
  }

  /** Checks an id and a key as a pair, in constant time for a known id. */
  check(nodeId: string, rawKey: string): KeyCheck {
    const known = this.#byNodeId.get(nodeId);
    const hash = sha256Hex(rawKey);
    if (known === undefined) {
      this.#warnUnknown(hash);
      return { kind: 'unknown-node' };
    }
    const same = timingSafeEqual(Buffer.from(known.hash), Buffer.from(hash));
    if (!same) this.#warnUnknown(hash);
    return { kind: same ? 'ok' : 'wrong-key', owner: known.owner };
  }

  #warnUnknown(hash: string): void {
    const now = this.#deps.clock.monotonicMs();
    if (now - this.#warnedSince >= WARN_EVERY_MS) {
      this.#warned.clear();
      this.#warnedSince = now;
    }
    const fingerprint = hash.slice(0, 8);
    if (this.#warned.has(fingerprint) || this.#warned.size >= WARNED_MAX) return;
    this.#warned.add(fingerprint);
    this.#deps.log.warn(
      { keyFingerprint: fingerprint },
      'A camera node calls with a key that is not valid (deleted node or rotated key)',
    );
  }
}
