import type { Core } from '../app-fleet.ts';
import type { Loop } from '../background/loop-runner.ts';
import { backupFailedNotice } from '../notifications/notices/organization-notices.ts';
import type { BackupReason } from '../contract/backups.ts';
import { BackupKeeper } from './backup-keeper.ts';
import { organizationsWithAccounts } from '../organization/organization-ids.ts';
import type { BackupRoutesDeps } from './backup-routes.ts';
import { scheduleOf } from './backup-service.ts';
import type { StagedOutcome } from './staged-restore.ts';

/** How often it is looked whether a backup is due. */
const LOOK_MS = 300_000;
/** A start has better things to do first. */
const FIRST_LOOK_MS = 120_000;

export interface Backups {
  readonly keeper: BackupKeeper;
  readonly routes: BackupRoutesDeps;
  readonly loops: readonly Loop[];
}

/** Backups of this installation. `staged` is what became of a restore at this start. */
export async function createBackups(
  core: Core,
  staged: StagedOutcome,
  stack: AsyncDisposableStack,
): Promise<Backups> {
  const { config, db, notifier } = core;
  const tell = async (
    what: 'backup' | 'restore',
    { reason, message }: { readonly reason: BackupReason; readonly message: string },
  ): Promise<void> => {
    for (const orgId of await organizationsWithAccounts(db.read))
      await notifier.notify(backupFailedNotice({ orgId, message, reason, what }));
  };
  const keeper = new BackupKeeper({
    ...core,
    ...config,
    schedule: () => scheduleOf(db.read),
    onFailure: (failure) => tell('backup', failure),
  });
  stack.defer(() => keeper.stop());
  if (staged.kind === 'refused') await tell('restore', { reason: 'other', message: staged.reason });
  return {
    keeper,
    routes: {
      ...core,
      keeper,
      restart: core.onRestart,
      mode: config.clerk === undefined ? 'local' : 'clerk',
    },
    loops: [{ name: 'backups', everyMs: LOOK_MS, firstAfterMs: FIRST_LOOK_MS, tick: () => keeper.runDue() }],
  };
}
