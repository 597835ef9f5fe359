import type { ClerkClient } from '@clerk/backend';

export interface ClerkApi {
  readonly secretKey: string | undefined;
  readonly apiUrl: string;
}

/** Clerk's backend API. The package is loaded when it is first asked, because most installations never do. */
export function clerkClient({ secretKey = '', apiUrl }: ClerkApi): () => Promise<ClerkClient> {
  let client: Promise<ClerkClient> | undefined;
  const load = async (): Promise<ClerkClient> => {
    const { createClerkClient } = await import('@clerk/backend');
    return createClerkClient({ secretKey, apiUrl });
  };
  return () => (client ??= load());
}
