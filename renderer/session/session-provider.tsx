import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { AuthConfig, Me } from '../../server/contract/auth.ts';
import { hasStatus } from '../api/errors.ts';
import { authConfigQuery, meQuery } from '../api/queries.ts';
import { setTokenSource, unauthorized } from '../api/signals.ts';
import { BootScreen } from './boot-screen.tsx';
import type { Identity } from './identity.ts';
import { localIdentity } from './local-identity.ts';
import { type Session, SessionContext } from './session-context.ts';

const KEPT = new Set<unknown>([authConfigQuery.queryKey[0], meQuery.queryKey[0]]);

/** The identity of the configured mode; `null` while Clerk is being loaded. */
function useIdentity(config: AuthConfig | undefined): { identity: Identity | null; problem: string | null } {
  const [clerk, setClerk] = useState<Identity | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const client = useQueryClient();
  const key = config?.mode === 'clerk' ? config.clerk_publishable_key : null;
  useEffect(() => {
    if (key === null) return;
    const refresh = () => void client.resetQueries({ queryKey: meQuery.queryKey });
    const start = async () => {
      const { startClerk } = await import('./clerk-identity.ts');
      const started = await startClerk(key, refresh);
      setTokenSource(() => started.getToken());
      setClerk(started);
    };
    start().catch(() =>
      setProblem('The sign-in service could not be reached. Check the internet connection.'),
    );
  }, [key, client]);
  if (config === undefined) return { identity: null, problem };
  return { identity: config.mode === 'clerk' ? clerk : localIdentity, problem };
}

/** Finds out who is signed in, keeps it current, and signs out when the server says so. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const config = useQuery({ ...authConfigQuery, retry: true, retryDelay: 2000 });
  const { identity, problem } = useIdentity(config.data);
  const needsSetup = config.data?.setup_required === true;
  const me = useQuery({
    ...meQuery,
    enabled: identity !== null && !needsSetup,
    retry: (_, error) => !hasStatus(error, 401) && !hasStatus(error, 400),
    retryDelay: 2000,
  });

  const setMe = useCallback(
    (next: Me | null) => {
      client.setQueryData<Me | null>(meQuery.queryKey, next);
      // Nothing of the person who left may stay in memory for the next one.
      if (next === null) client.removeQueries({ predicate: ({ queryKey }) => !KEPT.has(queryKey[0]) });
    },
    [client],
  );
  useEffect(() => unauthorized.subscribe(() => setMe(null)), [setMe]);

  const person = me.isError ? null : (me.data ?? null);
  const session = useMemo<Session | null>(() => {
    if (config.data === undefined || identity === null) return null;
    const signOut = async () => {
      await identity.signOut();
      setMe(null);
    };
    return { config: config.data, identity, me: person, setMe, signOut };
  }, [config.data, identity, person, setMe]);

  const deciding = session === null || (!needsSetup && me.isPending);
  if (deciding) return <BootScreen problem={problem} />;
  return <SessionContext value={session}>{children}</SessionContext>;
}
