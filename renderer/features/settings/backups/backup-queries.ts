import { queryOptions } from '@tanstack/react-query';
import { backups } from '../../../../server/contract/backups.ts';
import type { ResponseOf } from '../../../../server/contract/endpoint.ts';
import { call } from '../../../api/client.ts';

const BACKUPS_EVERY_MS = 30_000;

/** Everything the page of backups shows. */
export type BackupState = ResponseOf<typeof backups.list>;

export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: () => call(backups.list),
  refetchInterval: BACKUPS_EVERY_MS,
});
