import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { securityTxt } from '../contract/settings.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { securityText } from './security-txt.ts';

export interface SecurityTxtDeps {
  readonly clock: Clock;
  readonly contact: () => Promise<string | undefined>;
  /** Base of links sent to people. */
  readonly linkBase: () => string;
}

/** Serves the same security.txt under its usual two paths. */
export function securityTxtRoutes(binder: RouteBinder, deps: SecurityTxtDeps): void {
  binder.bind(securityTxt.wellKnown, ({ response }) => send(response));
  binder.bind(securityTxt.root, ({ response }) => send(response));

  async function send(response: ServerResponse): Promise<undefined> {
    const contact = await deps.contact();
    const text = securityText({ contact, baseUrl: deps.linkBase(), now: deps.clock.now() });
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.end(text);
  }
}
