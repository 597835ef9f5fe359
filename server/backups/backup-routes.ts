import { sendDownload } from '../audit/download.ts';
import type { Principal } from '../auth/principal.ts';
import { backups } from '../contract/backups.ts';
import { AppError } from '../http/app-error.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import {
  createBackup,
  describeBackups,
  openBackup,
  prepareRestore,
  removeBackup,
  setSchedule,
  type BackupDeps,
} from './backup-service.ts';

export interface BackupRoutesDeps extends BackupDeps {
  /** A backup holds every organization of the server; only where there is one may its people have it. */
  readonly mode: 'local' | 'clerk';
}

/** Binds `/api/backups`. 409 everywhere when people sign in elsewhere. */
export function backupRoutes(binder: RouteBinder, deps: BackupRoutesDeps): void {
  const allowed = <C extends { readonly principal: Principal }>(call: C): C => {
    if (deps.mode === 'local') return call;
    throw AppError.coded(
      409,
      'backups_on_server_only',
      'Backups of this server hold the data of all its organizations. Whoever runs it makes them there.',
    );
  };

  binder.bind(backups.list, (call) => {
    allowed(call);
    return describeBackups(deps);
  });
  binder.bind(backups.create, (call) => createBackup(deps, allowed(call)));
  binder.bind(backups.setSchedule, (call) => setSchedule(deps, allowed(call), call.body));
  binder.bind(backups.download, async (call) => {
    const { name } = allowed(call).params;
    const { bytes, body } = await openBackup(deps, call, name);
    call.response.setHeader('Content-Length', bytes);
    await sendDownload(call.response, { name, type: 'application/vnd.sqlite3' }, body);
    return undefined;
  });
  binder.bind(backups.remove, async (call) => {
    await removeBackup(deps, allowed(call), call.params.name);
    return { success: true as const };
  });
  binder.bind(backups.restore, async (call) => {
    const { name } = allowed(call).params;
    const restart = await prepareRestore(deps, call, { name, confirm: call.body.confirm });
    // The answer first: the person's page waits for the new server from then on.
    call.response.once('close', restart);
    return { success: true as const, restarting: true as const };
  });
}
