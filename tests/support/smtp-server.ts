import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as sent. */
  readonly source: string;
  /** Whether the connection was encrypted. */
  readonly secure: boolean;
  /** Who signed in; undefined when nobody had to. */
  readonly user: string | undefined;
}

type Stage = 'connect' | 'sender' | 'recipient' | 'data';

/** A mail server on loopback. */
export interface TestSmtpServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** Answers of one stage from now on, as code and words: `[550, 'no such user']`. */
  refuse(stage: Stage, answer: readonly [code: number, words: string] | undefined): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SmtpServerOptions {
  readonly security: 'starttls' | 'tls' | 'none';
  /** Needed for anything but `none`. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** Without one, nobody needs to sign in. */
  readonly account?: { readonly username: string; readonly password: string };
}

/** Starts a mail server on a free port of 127.0.0.1. */
export async function startSmtpServer(options: SmtpServerOptions): Promise<TestSmtpServer> {
  const { security, certificate, account } = options;
  const received: ReceivedMail[] = [];
  const refusals = new Map<Stage, readonly [number, string]>();
  const verdict = (stage: Stage): Error | null => {
    const [responseCode, words] = refusals.get(stage) ?? [];
    return words === undefined ? null : Object.assign(new Error(words), { responseCode });
  };
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    secure: security === 'tls',
    disableReverseLookup: true,
    allowInsecureAuth: true,
    authOptional: account === undefined,
    disabledCommands: [
      ...(security === 'none' ? ['STARTTLS'] : []),
      ...(account === undefined ? ['AUTH'] : []),
    ],
    onConnect: (_session, done) => done(verdict('connect')),
    onMailFrom: (_address, _session, done) => done(verdict('sender')),
    onRcptTo: (_address, _session, done) => done(verdict('recipient')),
    onAuth: ({ username, password }, _session, done) => {
      const known = username === account?.username && password === account?.password;
      if (known) done(null, { user: username });
      else done(Object.assign(new Error('5.7.8 Authentication failed'), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        done(verdict('data'));
      });
    },
  });
  // Clients that distrust the certificate hang up in the middle of things.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    refuse: (stage, answer) => {
      if (answer === undefined) refusals.delete(stage);
      else refusals.set(stage, answer);
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Value of one header of a mail, unfolded; undefined when it has none. */
export function headerOf({ source }: Pick<ReceivedMail, 'source'>, name: string): string | undefined {
  const [head = ''] = source.split('\r\n\r\n', 1);
  const line = head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}
