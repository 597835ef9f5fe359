import { Clerk } from '@clerk/clerk-js';
import type { Identity } from './identity.ts';
import { loadClerkUi } from './clerk-ui.ts';

const REFRESH_MS = 30_000;

export interface ClerkIdentity extends Identity {
  readonly kind: 'clerk';
  /** Shows the sign-in or sign-up form in `host`; the answer removes it. */
  mount(form: 'sign-in' | 'sign-up', host: HTMLDivElement): () => void;
}

/**
 * Starts Clerk with the key the server told us. The session token is kept fresh every 30 s, so that a
 * request never waits for it.
 */
export async function startClerk(publishableKey: string, onChange: () => void): Promise<ClerkIdentity> {
  const clerk = new Clerk(publishableKey);
  await clerk.load({
    ui: { ClerkUI: loadClerkUi(publishableKey) },
    signInUrl: '/sign-in',
    signUpUrl: '/sign-up',
    signInFallbackRedirectUrl: '/',
    signUpFallbackRedirectUrl: '/',
    afterSignOutUrl: '/sign-in',
  });
  let sessionId = clerk.session?.id;
  clerk.addListener(({ session }) => {
    if (session?.id === sessionId) return;
    sessionId = session?.id;
    onChange();
  });
  setInterval(() => void clerk.session?.getToken({ skipCache: true }), REFRESH_MS);
  return {
    kind: 'clerk',
    getToken: async () => (await clerk.session?.getToken()) ?? null,
    signOut: () => clerk.signOut(),
    mount(form, host) {
      if (form === 'sign-in') clerk.mountSignIn(host, { routing: 'hash', signUpUrl: '/sign-up' });
      else clerk.mountSignUp(host, { routing: 'hash', signInUrl: '/sign-in' });
      return () => (form === 'sign-in' ? clerk.unmountSignIn(host) : clerk.unmountSignUp(host));
    },
  };
}
