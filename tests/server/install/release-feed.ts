import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A release feed on loopback, in the form GitHub uses. */
export interface ReleaseFeed {
  readonly url: string;
  /** What is answered; undefined never answers. */
  answer: { readonly status: number; readonly body: string } | undefined;
  /** Headers of every question so far. */
  readonly questions: readonly Readonly<Record<string, unknown>>[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A release with files of these names. */
export function releaseOf(tag: string | undefined, names: readonly string[] = []) {
  const assets = names.map((name) => ({ name, browser_download_url: `https://example.com/dl/${name}` }));
  const body = JSON.stringify({ ...(tag === undefined ? {} : { tag_name: tag }), draft: false, assets });
  return { status: 200, body };
}

export async function startReleaseFeed(): Promise<ReleaseFeed> {
  const questions: Readonly<Record<string, unknown>>[] = [];
  const server = createServer((request, response) => {
    questions.push(request.headers);
    if (feed.answer === undefined) return;
    response.writeHead(feed.answer.status, { 'content-type': 'application/json' }).end(feed.answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const feed: ReleaseFeed = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest`,
    answer: releaseOf('v0.1.39'),
    questions,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
  return feed;
}
