// A feed as electron-builder writes it, on loopback, with the mishaps of a real one.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FeedServer {
  readonly url: string;
  /** Offers a version from now on. */
  offer(version: string, image: Buffer): void;
  /** What becomes of the next downloads. */
  mishap: 'none' | 'changed on the way' | 'cut off' | 'endless';
  /** What becomes of the next questions for announcements. */
  announcing: 'well' | 'elsewhere' | 'silent' | 'endless' | 'without sums' | 'an odd version';
  /** Where `elsewhere` leads to. */
  elsewhere: string;
  /** Paths that were asked for, without queries. */
  readonly asked: string[];
  /** What the askers said by which they could be known again. */
  readonly marks: unknown[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** The file of an image in the feed. */
export const imageName = (version: string): string =>
  `sentinel-command-center-${version}-linux-x86_64.AppImage`;

function announcement(version: string, image: Buffer): string {
  const sha512 = createHash('sha512').update(image).digest('base64');
  return `version: ${version}
files:
  - url: ${imageName(version)}
    sha512: ${sha512}
    size: ${image.length}
path: ${imageName(version)}
sha512: ${sha512}
releaseDate: '2026-01-01T00:00:00.000Z'
`;
}

/** Sends for as long as anybody listens. */
function sendForEver(response: ServerResponse): void {
  response.writeHead(200);
  const more = (): void => {
    if (!response.destroyed) response.write(Buffer.alloc(100_000, '#'), more);
  };
  more();
}

function announce(feed: FeedServer, response: ServerResponse, text: string): void {
  if (feed.announcing === 'elsewhere') response.writeHead(302, { Location: feed.elsewhere }).end();
  else if (feed.announcing === 'endless') sendForEver(response);
  else if (feed.announcing === 'without sums') response.end(text.replaceAll(/ *sha512: .*\n/g, ''));
  else if (feed.announcing === 'an odd version') response.end(text.replace('version: ', 'version: v'));
  else if (feed.announcing === 'well') response.end(text);
}

function sendImage(response: ServerResponse, image: Buffer, mishap: FeedServer['mishap']): void {
  if (mishap === 'endless') return sendForEver(response);
  response.writeHead(200, { 'Content-Length': image.length });
  if (mishap === 'cut off') {
    response.write(image.subarray(0, image.length / 2), () => response.destroy());
    return;
  }
  const sent = Buffer.from(image);
  if (mishap === 'changed on the way') sent.writeUInt8(sent.readUInt8(sent.length - 2) ^ 1, sent.length - 2);
  response.end(sent);
}

export async function startFeedServer(): Promise<FeedServer> {
  const asked: string[] = [];
  const marks: unknown[] = [];
  let offered: { readonly version: string; readonly image: Buffer } | undefined;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    asked.push(path);
    marks.push(request.headers['x-user-staging-id'], request.headers.cookie);
    if (offered === undefined) response.writeHead(404).end();
    else if (/^\/latest-linux(-arm64)?\.yml$/.test(path))
      announce(feed, response, announcement(offered.version, offered.image));
    else if (path === `/${imageName(offered.version)}`) sendImage(response, offered.image, feed.mishap);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const feed: FeedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    offer: (version, image) => (offered = { version, image }),
    mishap: 'none',
    announcing: 'well',
    elsewhere: '',
    asked,
    marks,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return feed;
}
