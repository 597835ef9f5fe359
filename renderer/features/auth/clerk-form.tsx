import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { messageOf } from '../../api/errors.ts';
import { meQuery } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import type { ClerkFormName, ClerkIdentity } from '../../session/clerk-identity.ts';
import type { Identity } from '../../session/identity.ts';
import { useSession } from '../../session/session-context.ts';
import { AuthShell } from './auth-shell.tsx';

const ASK_AGAIN_MS = 10_000;
const ACCOUNTS = t`Accounts of this installation are kept by your organisation’s sign-in service.`;
const WORDS: Readonly<Record<ClerkFormName, readonly [title: string, intro: string]>> = {
  'sign-in': [t`Sign in`, ACCOUNTS],
  'sign-up': [t`Create an account`, ACCOUNTS],
  organizations: [
    t`Choose your organisation`,
    t`You are signed in, but no organisation is active. The cameras belong to an organisation: choose yours. If none is listed, ask for an invitation.`,
  ],
};

function isClerk(identity: Identity): identity is ClerkIdentity {
  return identity.kind === 'clerk';
}

function SignOutButton() {
  const { signOut } = useSession();
  const leave = () => {
    signOut().catch((error: unknown) => toast.error(messageOf(error)));
  };
  return (
    <Button className="justify-self-start" onClick={leave}>
      <Trans>Sign out</Trans>
    </Button>
  );
}

/** The sign-in service let this person in and the server did not; most causes pass by themselves. */
function Refused() {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => void client.refetchQueries({ queryKey: meQuery.queryKey }), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [client]);
  return (
    <AuthShell
      title={t`Not let in yet`}
      intro={t`The sign-in service knows you, but this server did not accept your session. We keep trying. If this stays, ask whoever runs the server to check its Clerk keys and the address of this page.`}
    >
      <SignOutButton />
    </AuthShell>
  );
}

function MountedForm({ form, identity }: { readonly form: ClerkFormName; readonly identity: ClerkIdentity }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current === null ? undefined : identity.mount(form, host.current)), [identity, form]);
  const [title, intro] = WORDS[form];
  return (
    <AuthShell title={title} intro={intro}>
      <div ref={host} className="grid min-h-40 justify-items-center" />
      {form === 'organizations' ? <SignOutButton /> : null}
    </AuthShell>
  );
}

/** The sign-in service's form inside our page, or what still keeps a signed-in person out. */
export function ClerkForm({ form }: { readonly form: 'sign-in' | 'sign-up' }) {
  const { identity } = useSession();
  if (!isClerk(identity)) return null;
  // Clerk's sign-in form sends a signed-in person away, and the page would send them back, without end.
  const standing = identity.standing();
  if (standing === 'signed-in') return <Refused />;
  return <MountedForm identity={identity} form={standing === 'no-organization' ? 'organizations' : form} />;
}
