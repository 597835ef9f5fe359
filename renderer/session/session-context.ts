import { createContext, use } from 'react';
import type { AuthConfig, Me } from '../../server/contract/auth.ts';
import type { Identity } from './identity.ts';

export interface Session {
  readonly config: AuthConfig;
  readonly identity: Identity;
  /** The signed-in person, or `null`. */
  readonly me: Me | null;
  /** Takes over a person who just signed in, or forgets the one who signed out. */
  readonly setMe: (me: Me | null) => void;
  readonly signOut: () => Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

/** The session; only below the session provider. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs a SessionProvider above');
  return session;
}

/** The signed-in person; only on pages that require one. */
export function useMe(): Me {
  const { me } = useSession();
  if (me === null) throw new Error('useMe needs a signed-in person');
  return me;
}
