import { AsyncLocalStorage } from 'node:async_hooks';

/** What log lines of one request carry; the organisation becomes known during authentication. */
export interface RequestScope {
  readonly requestId: string;
  orgId: string | undefined;
}

/** Follows a request through asynchronous work, so that every log line names it. */
export const requestScope = new AsyncLocalStorage<RequestScope>();
