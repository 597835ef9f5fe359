import { t } from '@lingui/core/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import type { AuthConfig, Me } from '../../server/contract/auth.ts';
import { ApiError, hasStatus, messageOf } from '../api/errors.ts';
import { authConfigQuery, meQuery } from '../api/queries.ts';
import { setTokenSource, unauthorized } from '../api/signals.ts';
import { BootScreen } from './boot-screen.tsx';
import type { Identity } from './identity.ts';
import { localIdentity } from './local-identity.ts';
import { type Session, SessionContext } from './session-context.ts';

const KEPT = new Set<unknown>([authConfigQuery.queryKey[0], meQuery.queryKey[0]]);
const UNCONFIGURED = t`Sign-in is not configured: both Clerk keys must be set on the server.`;

/** Pages that say the same to everybody: they do not wait for the sign-in service, which may be what is broken. */
const FOR_EVERYBODY = /^\/(welcome|pricing|security|status|legal)(\/|$)/;

/** Stands in until the sign-in service is there. */
const NOT_YET_KNOWN: Identity = {
  kind: 'clerk',
  getToken: () => Promise.resolve(null),
  signOut: () => Promise.resolve(),
  describe: (me) => me,
};

/** Whether a query holds what one person may see. */
function isPersonal({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return !KEPT.has(queryKey[0]);
}

/** The identity of the configured mode; `null` while Clerk is being loaded. */
function useIdentity(config: AuthConfig | undefined): { identity: Identity | null; problem: string | null } {
  const [clerk, setClerk] = useState<Identity | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const client = useQueryClient();
  const key = config?.mode === 'clerk' ? config.clerk_publishable_key : null;
  useEffect(() => {
    if (key === null) return;
    const refresh = () => {
      client.removeQueries({ predicate: isPersonal });
      void client.resetQueries({ queryKey: meQuery.queryKey });
    };
    const start = async () => {
      const { startClerk } = await import('./clerk-identity.ts');
      const started = await startClerk(key, refresh);
      setTokenSource(() => started.getToken());
      setClerk(started);
    };
    start().catch(() =>
      setProblem(t`The sign-in service could not be reached. Check the internet connection.`),
    );
  }, [key, client]);
  if (config === undefined) return { identity: null, problem };
  if (config.mode === 'clerk' && key === null) return { identity: null, problem: UNCONFIGURED };
  return { identity: config.mode === 'clerk' ? clerk : localIdentity, problem };
}

/** Finds out who is signed in, keeps it current, and signs out when the server says so. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const config = useQuery({ ...authConfigQuery, retry: true, retryDelay: 2000 });
  const { identity, problem } = useIdentity(config.data);
  const needsSetup = config.data?.setup_required === true;
  const isOpen = FOR_EVERYBODY.test(useLocation().pathname);
  const me = useQuery({
    ...meQuery,
    enabled: identity !== null && !needsSetup,
    retry: (_, error) => !hasStatus(error, 401) && !hasStatus(error, 400),
    retryDelay: 2000,
  });

  const setMe = useCallback(
    (next: Me | null) => {
      client.setQueryData<Me | null>(meQuery.queryKey, next);
      // The first refusal counts again, also when it comes before any other answer.
      if (next !== null) unauthorized.succeeded();
      // Nothing of the person who left may stay in memory for the next one.
      if (next === null) client.removeQueries({ predicate: isPersonal });
    },
    [client],
  );
  useEffect(() => unauthorized.subscribe(() => setMe(null)), [setMe]);

  const known = me.isError ? null : (me.data ?? null);
  const person = useMemo(() => known && identity && identity.describe(known), [known, identity]);
  const shown = identity ?? (isOpen ? NOT_YET_KNOWN : null);
  const session = useMemo<Session | null>(() => {
    if (config.data === undefined || shown === null) return null;
    const signOut = async () => {
      await shown.signOut();
      setMe(null);
    };
    return { config: config.data, identity: shown, me: person, setMe, signOut };
  }, [config.data, shown, person, setMe]);

  const deciding = session === null || (!isOpen && !needsSetup && me.isPending);
  // A server that is broken or not configured answers, and goes on refusing until somebody acts.
  const failure = config.failureReason ?? me.failureReason;
  const refusal = failure instanceof ApiError && failure.status >= 500 ? messageOf(failure) : null;
  if (deciding) return <BootScreen problem={problem ?? refusal} />;
  return <SessionContext value={session}>{children}</SessionContext>;
}
