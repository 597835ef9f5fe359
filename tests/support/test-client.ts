import { request as httpRequest, type IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** Parsed body; throws when it is no JSON. */
  json<T = Record<string, unknown>>(): T;
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
}

/** One plain HTTP request on its own connection; node:http so that every header is ours to choose. */
export function ask(url: string, method: string, options: Ask = {}): Promise<Answer> {
  const payload = payloadOf(options.body);
  const isJson =
    options.body !== undefined && typeof options.body !== 'string' && !Buffer.isBuffer(options.body);
  const headers: Record<string, string> = {
    ...(isJson ? { 'content-type': 'application/json' } : {}),
    ...(payload === undefined ? {} : { 'content-length': String(payload.length) }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers, agent: false }, (response) => {
      // An event stream never ends: its headers are the answer.
      if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
        response.destroy();
        resolve(answerOf(response, Buffer.alloc(0)));
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve(answerOf(response, Buffer.concat(chunks)));
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

function answerOf(response: IncomingMessage, bytes: Buffer): Answer {
  const text = bytes.toString('utf8');
  const json = <T>(): T => JSON.parse(text) as T;
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, text, json };
}

function payloadOf(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A caller with fixed credentials against one server. */
export class TestClient {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(baseUrl: string, headers: Readonly<Record<string, string>> = {}) {
    this.baseUrl = baseUrl;
    this.headers = headers;
  }

  ask(method: string, path: string, options: Ask = {}): Promise<Answer> {
    return ask(this.baseUrl + path, method, { ...options, headers: { ...this.headers, ...options.headers } });
  }

  get(path: string, options: Ask = {}): Promise<Answer> {
    return this.ask('GET', path, options);
  }

  post(path: string, body?: unknown, options: Ask = {}): Promise<Answer> {
    return this.ask('POST', path, { ...options, body });
  }

  with(headers: Readonly<Record<string, string>>): TestClient {
    return new TestClient(this.baseUrl, { ...this.headers, ...headers });
  }
}

/** `name=value` of the session cookie an answer sets. */
export function sessionCookieOf(answer: Answer): string {
  const set = answer.headers['set-cookie'];
  const first = Array.isArray(set) ? set.find((line) => line.startsWith('sentinel_session=')) : undefined;
  if (first === undefined) throw new Error(`No session cookie in a ${answer.status} answer: ${answer.text}`);
  return first.split(';')[0] ?? '';
}
