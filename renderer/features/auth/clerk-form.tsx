import { useEffect, useRef } from 'react';
import type { ClerkIdentity } from '../../session/clerk-identity.ts';
import type { Identity } from '../../session/identity.ts';
import { useSession } from '../../session/session-context.ts';
import { AuthShell } from './auth-shell.tsx';

function isClerk(identity: Identity): identity is ClerkIdentity {
  return identity.kind === 'clerk';
}

/** The sign-in service's form inside our page. */
export function ClerkForm({ form }: { readonly form: 'sign-in' | 'sign-up' }) {
  const { identity } = useSession();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null || !isClerk(identity)) return undefined;
    return identity.mount(form, host.current);
  }, [identity, form]);
  return (
    <AuthShell
      title={form === 'sign-in' ? 'Sign in' : 'Create an account'}
      intro="Accounts of this installation are kept by your organisation’s sign-in service."
    >
      <div ref={host} className="grid min-h-40 justify-items-center" />
    </AuthShell>
  );
}
