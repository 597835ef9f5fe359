import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../auth/principal.ts';

export const SESSION_COOKIE = 'sentinel_session';
export const NODE_KEY_HEADER = 'x-node-api-key';

/** The name of a scheme has no case. */
const BEARER = /^bearer +/i;

/** Value of one cookie, or undefined. Cookie values of ours are URL-safe, so nothing is decoded. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}

/** Credentials of a person. A Bearer token wins over a cookie, so that scripts are never confused with a browser. */
export function credentialsOf(request: IncomingMessage): Credentials {
  return credentialsIn(request.headers.authorization, request.headers.cookie);
}

/** The same of the two headers' values. */
export function credentialsIn(authorization: string | undefined, cookies: string | undefined): Credentials {
  const isBearer = authorization !== undefined && BEARER.test(authorization);
  const bearer = isBearer ? authorization.replace(BEARER, '').trim() : undefined;
  return { bearer, cookie: bearer === undefined ? cookieValue(cookies, SESSION_COOKIE) : undefined };
}

/** The node key header, or undefined when absent or empty. */
export function nodeKeyOf(request: IncomingMessage): string | undefined {
  const value = request.headers[NODE_KEY_HEADER];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
