import type { ServerResponse } from 'node:http';

/** Names and values every answer carries. */
export const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
];

/** Headers every answer carries; HSTS only where the caller really used https. */
export function setSecurityHeaders(response: ServerResponse, isHttps: boolean): void {
  for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
  if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
}

/**
 * Content policy of the dashboard: nothing from another host. Players need `blob:` for media and workers; styles set
 * from script need `unsafe-inline`. With Clerk its own hosts join (sign-in pictures, scripts and calls).
 */
export function contentSecurityPolicy(clerkOrigins: readonly string[]): string {
  const clerk = clerkOrigins.length === 0 ? '' : ` ${clerkOrigins.join(' ')}`;
  // Clerk's sign-up form asks this host whether a person is filling it in.
  const botCheck = clerk === '' ? '' : ' https://challenges.cloudflare.com';
  return [
    "default-src 'self'",
    `script-src 'self'${clerk}${botCheck}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${clerk}${clerk === '' ? '' : ' https://img.clerk.com'}`,
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ws: wss:${clerk}`,
    "worker-src 'self' blob:",
    `frame-src 'self'${clerk}${botCheck}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
