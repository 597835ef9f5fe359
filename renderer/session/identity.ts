import type { Me } from '../../server/contract/auth.ts';

/** Who proves to the server that this person is signed in, and how. */
export interface Identity {
  readonly kind: 'local' | 'clerk';
  /** Bearer token for the next request; `null` when a cookie carries the session. */
  getToken(): Promise<string | null>;
  signOut(): Promise<void>;
  /** The person as the server knows them, with what only the sign-in service knows filled in. */
  describe(me: Me): Me;
  /** Opens the sign-in service's window about the organisation: its people, its plan and how it is paid. */
  readonly openOrganization?: () => void;
}
