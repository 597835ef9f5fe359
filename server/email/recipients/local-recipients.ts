import { activeAddresses } from '../../auth/local/account-directory.ts';
import type { Database } from '../../db/database.ts';
import type { Recipients } from '../mail.ts';
import { distinctAddresses } from './distinct-addresses.ts';

/** Recipients of an installation with accounts of its own: everybody, or the administrators, who can sign in. */
export function localRecipients({ db }: { readonly db: Database }): Recipients {
  return {
    find: async (orgId, audience) => distinctAddresses(await activeAddresses(db.read, orgId, audience)),
    forget: () => undefined,
  };
}
