import { join } from 'node:path';
import pino from 'pino';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { writeSetting } from '../../../server/db/settings-repository.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

export const ORG = 'org_1';

/** A real database and a billing provider that is scripted by the test. */
export class PlanBench {
  readonly clock = new FakeClock();
  readonly log = pino({ level: 'silent' });
  readonly db: Database;
  /** What billing answers; an Error is thrown. */
  billing: string | undefined | Error = undefined;
  asked = 0;
  readonly #folder: ReturnType<typeof temporaryFolder>;

  private constructor(db: Database, folder: ReturnType<typeof temporaryFolder>) {
    this.db = db;
    this.#folder = folder;
  }

  static async start(): Promise<PlanBench> {
    const folder = temporaryFolder();
    const log = pino({ level: 'silent' });
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock: new FakeClock() });
    return new PlanBench(db, folder);
  }

  readonly fetchBillingPlan = async (): Promise<string | undefined> => {
    this.asked += 1;
    if (this.billing instanceof Error) throw this.billing;
    return this.billing;
  };

  plans(localPlan?: string): PlanService {
    const { db, clock, log, fetchBillingPlan } = this;
    return new PlanService({ db, clock, log, localPlan, fetchBillingPlan });
  }

  async set(key: string, value: string): Promise<void> {
    await this.db.write((tx) => writeSetting(tx, { orgId: ORG, key, value }, this.clock.now()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.db.close();
    this.#folder[Symbol.dispose]();
  }
}
