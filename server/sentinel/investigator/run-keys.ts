import { TOOL_NAMES } from '../../contract/agents/tools.ts';
import type { Database } from '../../db/database.ts';
import { randomToken, sha256Hex } from '../../ids.ts';
import type { Agent, Authenticator } from '../../mcp/endpoint/authenticator.ts';
import type { CameraView } from '../../mcp/tools/tool.ts';
import { SENTINEL_AGENT } from '../agent/sentinel-agent-auth.ts';
import { findConfig } from '../rules/config-repository.ts';
import { sentinelCameras } from '../rules/sentinel-cameras.ts';
import { configOf } from '../rules/stored-config.ts';
import { findRun } from '../runs/run-repository.ts';

/** One attempt of the built-in investigator at one run. */
export interface Attempt {
  readonly orgId: string;
  readonly runId: string;
  /** The camera the run is about; it may be looked at even when the rules exclude it. */
  readonly cameraId: string | null;
  /** Counted from 1. */
  readonly number: number;
}

/** A key that ends when it is disposed of. */
export interface RunKey extends Disposable {
  readonly key: string;
}

const KEY_BYTES = 32;
/** For organizations that never opened the page of Sentinel AI. */
const EVERY_CAMERA: CameraView = { limited: false, sees: () => true, ids: undefined };

/**
 * Keys of the built-in investigator, one for each attempt at a run, in memory alone. A key allows every tool on the
 * cameras of Sentinel's rules, and only while its very attempt is under way.
 */
export class RunKeys implements Authenticator {
  readonly #db: Pick<Database, 'read'>;
  readonly #attempts = new Map<string, Attempt>();

  constructor(deps: { readonly db: Pick<Database, 'read'> }) {
    this.#db = deps.db;
  }

  issue(attempt: Attempt): RunKey {
    const key = `osr_${randomToken(KEY_BYTES)}`;
    const hash = sha256Hex(key);
    this.#attempts.set(hash, attempt);
    return { key, [Symbol.dispose]: () => void this.#attempts.delete(hash) };
  }

  async authenticate(key: string): Promise<Agent | undefined> {
    const attempt = this.#attempts.get(sha256Hex(key));
    if (attempt === undefined || !(await this.isUnderWay(attempt))) return undefined;
    return {
      orgId: attempt.orgId,
      keyName: SENTINEL_AGENT,
      credential: `run:${attempt.runId}`,
      author: `mcp:${SENTINEL_AGENT}`,
      budgetOwner: `sentinel-agent:${attempt.orgId}`,
      tools: new Set(TOOL_NAMES),
      cameras: await this.#cameras(attempt),
      markUsed: () => Promise.resolve(),
    };
  }

  /** False once the run was ended, erased or begun anew by somebody else. */
  async isUnderWay({ runId, number }: Attempt): Promise<boolean> {
    const run = await findRun(this.#db.read, runId);
    return run?.outcome === 'running' && run.runner === 'builtin' && run.attempts === number;
  }

  async #cameras({ orgId, cameraId }: Attempt): Promise<CameraView> {
    const row = await findConfig(this.#db.read, orgId);
    if (row === undefined) return EVERY_CAMERA;
    const rules = configOf(row);
    const scope = cameraId === null ? rules.camera_scope : { ...rules.camera_scope, [cameraId]: true };
    return sentinelCameras(this.#db.read, orgId, { ...rules, camera_scope: scope });
  }
}
