import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { sha256Hex } from '../../ids.ts';
import type { Agent, Authenticator } from '../endpoint/authenticator.ts';
import {
  prepareLiveKeyLookup,
  saveLastUse,
  type AgentKeyRow,
  type LiveKeyLookup,
} from './agent-key-repository.ts';
import { cameraView } from './camera-view.ts';
import { allowedTools, storedCameras } from './key-scope.ts';

export interface AgentKeyAuthDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The last use is shown to the second, so it is written no more often. */
const USE_RESOLUTION_MS = 1_000;

/** Knows the keys people made for their agents. Reads the database each time: a revoked key ends with its next call. */
export class AgentKeyAuth implements Authenticator {
  readonly #deps: AgentKeyAuthDeps;
  readonly #lookUp: LiveKeyLookup;

  constructor(deps: AgentKeyAuthDeps) {
    this.#deps = deps;
    this.#lookUp = prepareLiveKeyLookup(deps.db.read);
  }

  async authenticate(key: string): Promise<Agent | undefined> {
    const { db, clock } = this.#deps;
    const row = this.#lookUp(sha256Hex(key));
    if (row === undefined || (row.expiresAt !== null && row.expiresAt <= clock.now())) return undefined;
    return {
      orgId: row.orgId,
      keyName: row.name,
      credential: `key:${row.id}`,
      author: `mcp:${row.name}`,
      budgetOwner: row.keyHash,
      tools: allowedTools(row),
      cameras: await cameraView(db.read, row.orgId, storedCameras(row.cameraScope)),
      markUsed: () => this.#markUsed(row),
    };
  }

  async #markUsed({ id, lastUsedAt }: AgentKeyRow): Promise<void> {
    const { db, clock, log } = this.#deps;
    const now = clock.now();
    if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < USE_RESOLUTION_MS) return;
    try {
      await db.write((tx) => saveLastUse(tx, id, now));
    } catch (error) {
      // Looking at a camera must also work while the disk is full.
      log.warn({ err: error }, 'The last use of an agent key could not be stored');
    }
  }
}
