import { clerkClient, type ClerkApi } from '../auth/clerk/clerk-client.ts';

/** Asks Clerk for the plan slug of an organisation's first active subscription item; undefined when it has none. */
export function clerkBilling(config: ClerkApi): (orgId: string) => Promise<string | undefined> {
  const client = clerkClient(config);
  return async (orgId) => {
    const subscription = await (await client()).billing.getOrganizationBillingSubscription(orgId);
    return subscription.subscriptionItems.find((item) => item.status === 'active')?.plan?.slug || undefined;
  };
}

/** Tells Clerk how many members an organisation may have. Rejects when Clerk refuses or cannot be reached. */
export function clerkMemberLimit(config: ClerkApi): (orgId: string, maxMembers: number) => Promise<void> {
  const client = clerkClient(config);
  return async (orgId, maxMembers) => {
    await (await client()).organizations.updateOrganization(orgId, { maxAllowedMemberships: maxMembers });
  };
}

/** Resolves when Clerk answers with its signing keys; rejects otherwise. For the health check. */
export function clerkProbe(config: ClerkApi): () => Promise<void> {
  const client = clerkClient(config);
  return async () => {
    await (await client()).jwks.getJwks();
  };
}
