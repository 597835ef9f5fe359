import type { IncomingMessage, ServerResponse } from 'node:http';
import { mail } from '../../contract/notifications/email.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import type { UnsubscribeLinks } from './unsubscribe-links.ts';
import { PAGE_POLICY, unknownLinkPage, unsubscribedPage } from './unsubscribe-page.ts';
import { kindsOfSameSwitch, unsubscribe, type UnsubscribeDeps } from './unsubscribe-service.ts';

export interface UnsubscribeRoutesDeps extends UnsubscribeDeps {
  readonly unsubscribeLinks: Pick<UnsubscribeLinks, 'read'>;
}

interface LinkCall {
  readonly query: { readonly t: string };
  readonly address: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Binds the link of a mail, as people open it and as mail programs call it; neither needs a sign-in. */
export function unsubscribeRoutes(binder: RouteBinder, deps: UnsubscribeRoutesDeps): void {
  const follow = async ({ query, address, request, response }: LinkCall): Promise<undefined> => {
    const asked = await deps.unsubscribeLinks.read(query.t);
    if (asked === undefined) {
      sendPage(response, 400, unknownLinkPage());
      return;
    }
    // Programs that check links before people see them often only ask for the headers.
    if (request.method !== 'HEAD') await unsubscribe(deps, asked, address);
    sendPage(response, 200, unsubscribedPage(asked.kind, kindsOfSameSwitch(asked.kind)));
  };
  binder.bind(mail.unsubscribe, follow);
  binder.bind(mail.unsubscribeOneClick, follow);
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  const bytes = Buffer.from(html);
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Length', bytes.length);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', PAGE_POLICY);
  // The address holds the token.
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
