import type { z } from 'zod';

/** The schema a form checks against before it is sent: the same one the server uses. */
export function bodySchema<B extends z.ZodType>(endpoint: { readonly path: string; readonly body?: B }): B {
  if (endpoint.body === undefined) throw new Error(`${endpoint.path} takes no body`);
  return endpoint.body;
}
