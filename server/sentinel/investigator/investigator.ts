import { AppError } from '../../http/app-error.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { ModelClientDeps } from '../model/model-client.ts';
import { ModelFailure } from '../model/model-failure.ts';
import { findModel, type StoredModel } from '../model/model-repository.ts';
import { modelSetup, type ModelAccount } from '../model/model-setup.ts';
import { findConfig } from '../rules/config-repository.ts';
import { claimForInvestigator } from '../runs/run-claim.ts';
import { publishRuns } from '../runs/publish-runs.ts';
import { completeRun, type CompletionDeps, type RunReport } from '../runs/run-completion.ts';
import { updateRun, type RunRow } from '../runs/run-repository.ts';
import { traceOf } from '../runs/run-trace.ts';
import { briefing, type BriefingDeps } from './briefing.ts';
import { CaseFile } from './case-file.ts';
import { converse } from './conversation.ts';
import { brokenOff, type Conclusion } from './finish-tool.ts';
import { deletePicturesOf } from './pictures/picture-repository.ts';
import type { Attempt } from './run-keys.ts';
import { agentOf, RunLostError, type Investigation, type ToolUseDeps } from './tool-use.ts';

type ClaimDeps = Parameters<typeof claimForInvestigator>[0];

export interface InvestigatorDeps extends ClaimDeps, CompletionDeps, BriefingDeps, ToolUseDeps {
  readonly secret: InstallationSecret;
  readonly model: ModelClientDeps;
  /** Length of a minute of the time limit, ms; tests have shorter ones. */
  readonly minuteMs?: number;
}

const MINUTE_MS = 60_000;

/** What one run is worked on with. */
interface Work {
  readonly run: RunRow;
  readonly attempt: Attempt;
  readonly file: CaseFile;
  readonly stored: StoredModel;
  readonly account: ModelAccount;
}

/** The owner took back what a run under way needs; the message tells people what. */
class StoppedByOwnerError extends Error {
  override readonly name = 'StoppedByOwnerError';
}

/**
 * Works on runs with the model an organization's owner chose, one run after the other: most models of the house run on a
 * machine that can do no more. Nothing happens for organizations without a model.
 */
export class Investigator {
  readonly #deps: InvestigatorDeps;
  #working: Promise<void> | undefined;

  constructor(deps: InvestigatorDeps) {
    this.#deps = deps;
  }

  /** Begins to work on what waits, unless it is at work already. */
  tick(signal: AbortSignal): Promise<void> {
    this.#working ??= this.#workOff(signal).finally(() => {
      this.#working = undefined;
    });
    return Promise.resolve();
  }

  /** Resolves when nothing is under way; soon after the signal of its tick aborted. Await it before the database closes. */
  async idle(): Promise<void> {
    await this.#working;
  }

  /** Never rejects. */
  async #workOff(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        const run = await claimForInvestigator(this.#deps);
        if (run === undefined) return;
        await this.#work(run, signal);
      }
    } catch (error) {
      this.#deps.log.error({ err: error }, 'The investigator could not claim a run; it will try again');
    }
  }

  /** Never rejects. A run that a stopping server cuts off stays as it is: the next start takes it up again. */
  async #work(run: RunRow, signal: AbortSignal): Promise<void> {
    const { orgId, id: runId, cameraId, attempts: number } = run;
    const file = new CaseFile();
    try {
      const stored = await findModel(this.#deps.db.read, orgId);
      const setup = modelSetup(stored, this.#deps.secret);
      if (setup.account === undefined) {
        await this.#complete(run, brokenOff(file.filed, setup.problem), file, stored);
        return;
      }
      const attempt = { orgId, runId, cameraId, number };
      const conclusion = await this.#conclusion(
        { run, attempt, file, stored, account: setup.account },
        signal,
      );
      if (conclusion !== undefined) await this.#complete(run, conclusion, file, stored);
    } catch (error) {
      this.#deps.log.error({ err: error, run: runId }, 'A run of Sentinel AI could not be worked on');
    }
  }

  /** The result, whatever happens; undefined when the run is to be left alone. */
  async #conclusion(work: Work, stop: AbortSignal): Promise<Conclusion | undefined> {
    const { file, stored } = work;
    const late = AbortSignal.timeout(stored.maxMinutes * (this.#deps.minuteMs ?? MINUTE_MS));
    try {
      return await this.#investigate(work, AbortSignal.any([stop, late]));
    } catch (error) {
      if (stop.aborted || error instanceof RunLostError) return undefined;
      if (late.aborted) {
        const minutes = stored.maxMinutes === 1 ? 'minute' : `${stored.maxMinutes} minutes`;
        return brokenOff(file.filed, `The investigation took longer than the ${minutes} it may take.`);
      }
      if (error instanceof ModelFailure || error instanceof StoppedByOwnerError) {
        return brokenOff(file.filed, error.message);
      }
      this.#deps.log.error({ err: error, run: work.run.id }, 'An investigation failed unexpectedly');
      return brokenOff(file.filed, 'It failed for a reason inside the server, whose log has the details.');
    }
  }

  async #investigate(work: Work, signal: AbortSignal): Promise<Conclusion> {
    const { run, attempt, file, stored } = work;
    const deps = this.#deps;
    await deps.db.write((tx) => deletePicturesOf(tx, run.id));
    using issued = deps.keys.issue(attempt);
    const { imagePixels } = stored;
    const investigation: Investigation = { attempt, key: issued.key, file, imagePixels, signal };
    const beginning = await briefing(deps, run, stored, await agentOf(deps, investigation));
    const conversation = {
      ...deps,
      account: () => this.#accountStill(work),
      onProgress: () => this.#noteProgress(work),
    };
    // Not without await: the key ends with this block.
    return await converse(conversation, investigation, beginning, stored);
  }

  /**
   * Before each request: once the owner switched the model off, nothing may leave any more; nor once they switched
   * Sentinel off, unless a person asked for this run.
   */
  async #accountStill({ run, account }: Work): Promise<ModelAccount> {
    const { read } = this.#deps.db;
    if (run.triggerType !== 'manual' && (await findConfig(read, run.orgId))?.enabled === false)
      throw new StoppedByOwnerError('Sentinel AI was switched off while it worked.');
    const stored = await findModel(read, run.orgId);
    const now = stored.enabled ? modelSetup(stored, this.#deps.secret).account : undefined;
    const isSame =
      now?.provider === account.provider &&
      now.baseUrl === account.baseUrl &&
      now.model === account.model &&
      now.key === account.key;
    if (!isSame) throw new StoppedByOwnerError('The model was changed or switched off while it worked.');
    return account;
  }

  async #noteProgress({ run, attempt, file }: Work): Promise<void> {
    const { db, keys, publish } = this.#deps;
    if (!(await keys.isUnderWay(attempt))) throw new RunLostError();
    const change = { toolCallCount: file.calls, toolTrace: JSON.stringify(traceOf(file.steps)) };
    await db.write((tx) => updateRun(tx, run.id, change));
    publishRuns(publish, run.orgId);
  }

  async #complete(run: RunRow, conclusion: Conclusion, file: CaseFile, stored: StoredModel): Promise<void> {
    const report: RunReport = {
      ...conclusion,
      runner: 'builtin',
      toolCallCount: file.calls,
      trace: file.steps,
      usage: file.usage(stored),
    };
    try {
      await completeRun(this.#deps, run.id, report);
    } catch (error) {
      // Somebody deleted the incident meanwhile; that it was filed stays true.
      if (!(error instanceof AppError) || error.status !== 400) throw error;
      await completeRun(this.#deps, run.id, { ...report, incidentId: null });
    }
  }
}
