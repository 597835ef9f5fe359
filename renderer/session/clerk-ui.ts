import type { Clerk } from '@clerk/clerk-js';

type LoadOptions = NonNullable<Parameters<Clerk['load']>[0]>;
type ClerkUi = Awaited<NonNullable<NonNullable<LoadOptions['ui']>['ClerkUI']>>;

/** Where Clerk's interface script leaves what it defines. */
const GLOBAL_NAME = '__internal_ClerkUICtor';

/** Clerk's own host is written into the publishable key: `pk_live_` + base64 of `host$`. */
function frontendHost(publishableKey: string): string {
  return atob(publishableKey.split('_')[2] ?? '').replace(/\$$/, '');
}

/**
 * Loads Clerk's forms from Clerk's own host. Only this sign-in mode talks to another host at all, and it
 * must reach that one to sign anybody in.
 */
export function loadClerkUi(publishableKey: string): Promise<ClerkUi> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `https://${frontendHost(publishableKey)}/npm/@clerk/ui@1/dist/ui.browser.js`;
    script.async = true;
    script.crossOrigin = 'anonymous';
    script.dataset['clerkPublishableKey'] = publishableKey;
    const failed = () =>
      reject(new Error('The sign-in form could not be loaded. Check the internet connection.'));
    script.addEventListener('load', () => {
      const loaded = Reflect.get(window, GLOBAL_NAME) as ClerkUi | undefined;
      if (loaded === undefined) failed();
      else resolve(loaded);
    });
    script.addEventListener('error', failed);
    document.head.append(script);
  });
}
