import { Clerk } from '@clerk/clerk-js';
import type { Me } from '../../server/contract/auth.ts';
import type { Identity } from './identity.ts';

const REFRESH_MS = 30_000;

export type ClerkFormName = 'sign-in' | 'sign-up' | 'organizations';

export interface ClerkIdentity extends Identity {
  readonly kind: 'clerk';
  /** How far this person has come at Clerk. */
  standing(): 'signed-out' | 'no-organization' | 'signed-in';
  /** Shows one of Clerk's forms in `host`; the answer removes it. */
  mount(form: ClerkFormName, host: HTMLDivElement): () => void;
}

/** What the server judges a session by; a change of it can change what the server answers. */
function fingerprint(session: Clerk['session']): string {
  return session ? `${session.id} ${session.status} ${session.lastActiveOrganizationId}` : '';
}

/**
 * Starts Clerk with the key the server told us. The session token is kept fresh every 30 s, so that a
 * request never waits for it.
 */
export async function startClerk(publishableKey: string, onChange: () => void): Promise<ClerkIdentity> {
  const clerk = new Clerk(publishableKey);
  await clerk.load({
    // Clerk's forms come out of this page's own files: no script is loaded from another host.
    ui: { ClerkUI: import('@clerk/ui/entry').then(({ ClerkUI }) => ClerkUI) },
    signInUrl: '/sign-in',
    signUpUrl: '/sign-up',
    signInFallbackRedirectUrl: '/',
    signUpFallbackRedirectUrl: '/',
    afterSignOutUrl: '/sign-in',
    // With a development key Clerk would report usage to a host of its own that this page may not call.
    telemetry: false,
  });
  let known = fingerprint(clerk.session);
  clerk.addListener(({ session }) => {
    // Undefined means that Clerk is between two sessions.
    if (session === undefined || fingerprint(session) === known) return;
    known = fingerprint(session);
    onChange();
  });
  setInterval(() => renewToken(clerk), REFRESH_MS);
  return {
    kind: 'clerk',
    getToken: async () => (await clerk.session?.getToken()) ?? null,
    signOut: () => clerk.signOut(),
    describe: (me) => describe(me, clerk),
    standing: () => standingOf(clerk),
    mount: (form, host) => mount(clerk, form, host),
    openOrganization: () => clerk.openOrganizationProfile(),
  };
}

/**
 * Renews the token ahead of need. Nobody waits for this answer: when Clerk refuses (the session has ended there) or
 * cannot be reached, whoever needs a token next asks for it and meets the error; Clerk itself ends an ended session.
 */
function renewToken({ session }: Clerk): void {
  session?.getToken({ skipCache: true }).catch(() => undefined);
}

/** A session that still has tasks to do at Clerk counts as signed out: the sign-in form leads through them. */
function standingOf({ session }: Clerk): ReturnType<ClerkIdentity['standing']> {
  if (session?.status !== 'active') return 'signed-out';
  return session.lastActiveOrganizationId === null ? 'no-organization' : 'signed-in';
}

/** Clerk's tokens name nobody unless an administrator adds that to them. */
function describe(me: Me, { user, organization }: Clerk): Me {
  const email = me.email || (user?.primaryEmailAddress?.emailAddress ?? '');
  return {
    ...me,
    email,
    name: me.name || user?.fullName || email,
    org_name: organization?.name ?? me.org_name,
  };
}

function mount(clerk: Clerk, form: ClerkFormName, host: HTMLDivElement): () => void {
  switch (form) {
    case 'sign-in':
      clerk.mountSignIn(host, { routing: 'hash', signUpUrl: '/sign-up' });
      return () => clerk.unmountSignIn(host);
    case 'sign-up':
      clerk.mountSignUp(host, { routing: 'hash', signInUrl: '/sign-in' });
      return () => clerk.unmountSignUp(host);
    case 'organizations':
      clerk.mountOrganizationList(host, { hidePersonal: true });
      return () => clerk.unmountOrganizationList(host);
  }
}
