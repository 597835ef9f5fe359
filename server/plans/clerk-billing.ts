import { createClerkClient } from '@clerk/backend';

export interface ClerkBillingConfig {
  readonly secretKey: string | undefined;
  readonly apiUrl: string;
}

/** Asks Clerk for the plan slug of an organisation's first active subscription item; undefined when it has none. */
export function clerkBilling(config: ClerkBillingConfig): (orgId: string) => Promise<string | undefined> {
  const client = createClerkClient({ secretKey: config.secretKey ?? '', apiUrl: config.apiUrl });
  return async (orgId) => {
    const subscription = await client.billing.getOrganizationBillingSubscription(orgId);
    return subscription.subscriptionItems.find((item) => item.status === 'active')?.plan?.slug || undefined;
  };
}

/** Tells Clerk how many members an organisation may have. Rejects when Clerk refuses or cannot be reached. */
export function clerkMemberLimit(
  config: ClerkBillingConfig,
): (orgId: string, maxMembers: number) => Promise<void> {
  const client = createClerkClient({ secretKey: config.secretKey ?? '', apiUrl: config.apiUrl });
  return async (orgId, maxMembers) => {
    await client.organizations.updateOrganization(orgId, { maxAllowedMemberships: maxMembers });
  };
}

/** Resolves when Clerk answers with its signing keys; rejects otherwise. For the health check. */
export function clerkProbe(config: ClerkBillingConfig): () => Promise<void> {
  const client = createClerkClient({ secretKey: config.secretKey ?? '', apiUrl: config.apiUrl });
  return async () => {
    await client.jwks.getJwks();
  };
}
