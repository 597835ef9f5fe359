import { auth } from '../../server/contract/auth.ts';
import { call } from '../api/client.ts';
import type { Identity } from './identity.ts';

/** Accounts of this installation: the session is an HttpOnly cookie that no script can read. */
export const localIdentity: Identity = {
  kind: 'local',
  getToken: () => Promise.resolve(null),
  async signOut() {
    await call(auth.signOut);
  },
  describe: (me) => me,
};
