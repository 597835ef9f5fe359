import type { Queryable } from '../../db/database.ts';
import { listAccounts } from './account-repository.ts';

/** Addresses of those who can sign in, longest-standing first; with `admin` of administrators alone. */
export async function activeAddresses(
  db: Queryable,
  orgId: string,
  audience: 'all' | 'admin',
): Promise<string[]> {
  const accounts = await listAccounts(db, orgId);
  return accounts
    .filter(({ disabled, role }) => !disabled && (audience === 'all' || role === 'admin'))
    .map(({ email }) => email);
}
