import { SESSION_COOKIE } from '../http/request-facts.ts';

/** A session ends after this long without use. */
export const SESSION_SECONDS = 30 * 24 * 3600;

function cookie(value: string, maxAge: number, secure: boolean): string {
  const parts = [`${SESSION_COOKIE}=${value}`, 'HttpOnly', 'SameSite=Lax', 'Path=/', `Max-Age=${maxAge}`];
  // Over plain http a `Secure` cookie would be dropped, and a LAN installation has no certificate by default.
  return (secure ? [...parts, 'Secure'] : parts).join('; ');
}

/** `Set-Cookie` that signs a browser in. `secure`: the request came over https. */
export function sessionCookie(token: string, secure: boolean): string {
  return cookie(token, SESSION_SECONDS, secure);
}

/** `Set-Cookie` that makes a browser forget its session. */
export function endedSessionCookie(secure: boolean): string {
  return cookie('', 0, secure);
}
