import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { TestClient } from './test-client.ts';
import { eventually } from './wait.ts';

/** A reader of server-sent events. */
export class StreamReader {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  text = '';
  ended = false;
  readonly #response: IncomingMessage;

  private constructor(response: IncomingMessage, options: { readonly paused: boolean }) {
    this.#response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    response.setEncoding('utf8');
    response.on('error', () => undefined);
    response.on('close', () => {
      this.ended = true;
    });
    if (!options.paused) this.read();
  }

  static open(client: TestClient, path: string, options = { paused: false }): Promise<StreamReader> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(client.baseUrl + path, { headers: client.headers, agent: false }, (response) =>
        resolve(new StreamReader(response, options)),
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  read(): void {
    this.#response.on('data', (chunk: string) => {
      this.text += chunk;
    });
  }

  /** The events so far, parsed. */
  events(): Record<string, unknown>[] {
    return this.text
      .split('\n\n')
      .filter((frame) => frame.startsWith('data: '))
      .map((frame) => JSON.parse(frame.slice(6)) as Record<string, unknown>);
  }

  next(type: string): Promise<Record<string, unknown>> {
    return eventually(`an event of type ${type}`, () =>
      this.events().find((event) => event['type'] === type),
    );
  }

  leave(): void {
    this.#response.destroy();
  }
}

/** A tab's connection to `/ws/dashboard`. */
export class Tab {
  readonly messages: Record<string, unknown>[] = [];
  readonly socket: WebSocket;
  closed: { readonly code: number; readonly reason: string } | undefined;
  /** Status of a refused upgrade. */
  refused: number | undefined;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws/dashboard`, { headers });
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>);
    });
    this.socket.on('error', () => undefined);
    this.socket.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode;
      response.resume();
    });
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString('utf8') };
    });
  }

  next(type: string): Promise<Record<string, unknown>> {
    return eventually(`a message of type ${type}`, () => this.messages.find((one) => one['type'] === type));
  }

  end(timeoutMs?: number): Promise<{ readonly code: number; readonly reason: string }> {
    return eventually('the connection closes', () => this.closed, timeoutMs);
  }

  refusal(): Promise<number> {
    return eventually('the upgrade is refused', () => this.refused);
  }
}
