import type { Config } from '../../config/config.ts';

/**
 * Origins the sign-in page of Clerk needs; empty in local mode. A publishable key holds the host of the installation's
 * own Clerk, in base64 with a trailing `$`.
 */
export function clerkOrigins(config: Config): readonly string[] {
  const encoded = config.clerk?.publishableKey?.split('_')[2];
  if (encoded === undefined) return [];
  const host = Buffer.from(encoded, 'base64').toString('utf8').replace(/\$$/, '');
  return /^[\w.-]+(:\d+)?$/.test(host) ? [`https://${host}`] : [];
}
