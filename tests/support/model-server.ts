import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAnthropic, readOpenai, type AskedModel } from './model-wire-rules.ts';

export type ModelVendor = 'openai' | 'anthropic';

/** A request that passed the vendor's rules. */
export interface ModelRequest extends AskedModel {
  readonly vendor: ModelVendor;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the model does next. */
export type ModelReplyScript =
  | {
      readonly text?: string;
      readonly calls?: readonly ScriptedCall[];
      readonly refusal?: string;
      /** Input and output tokens. */
      readonly tokens?: readonly [number, number];
    }
  /** An answer of the vendor's server that is none of the model. */
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** `silence`: no answer at all. `cut`: the connection breaks in the middle of the answer. */
  | { readonly fault: 'silence' | 'cut' };

export interface ScriptedCall {
  readonly name: string;
  /** Text is sent as it is, broken JSON too; where the vendor's form has no text it becomes that text. */
  readonly args?: Readonly<Record<string, unknown>> | string;
  /** The vendor's id; made up without. */
  readonly id?: string;
}

type Script = (request: ModelRequest, number: number) => ModelReplyScript | Promise<ModelReplyScript>;

/** A model on loopback that speaks both vendors' forms and refuses what they would refuse. */
export interface ModelServer {
  readonly port: number;
  readonly requests: readonly ModelRequest[];
  /** Why requests were refused; a test that expects no refusal looks here. */
  readonly problems: readonly string[];
  /** The key it wants, if any. */
  key: string | undefined;
  script: Script;
  /** Base address for a vendor. */
  baseUrl(vendor: ModelVendor): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Replies one after the other; the last one again and again. */
export function inTurn(...replies: readonly ModelReplyScript[]): Script {
  return (_request, number) => replies[Math.min(number, replies.length - 1)] ?? { status: 500 };
}

const PATHS: Readonly<Record<string, ModelVendor>> = {
  '/v1/chat/completions': 'openai',
  '/v1/messages': 'anthropic',
};

export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const problems: string[] = [];
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const model: ModelServer = {
    port,
    requests,
    problems,
    key: undefined,
    script: inTurn({ text: 'Nothing to see.' }),
    baseUrl: (vendor) => `http://127.0.0.1:${port}${vendor === 'openai' ? '/v1' : ''}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const vendor = PATHS[path];
    if (vendor === undefined || request.method !== 'POST') return refuse(response, 404, 'not found');
    if (model.key !== undefined && keyOf(request.headers, vendor) !== model.key)
      return refuse(response, 401, `wrong key ${keyOf(request.headers, vendor) ?? 'none'}`);
    try {
      const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
      if (vendor === 'anthropic' && request.headers['anthropic-version'] !== '2023-06-01')
        throw new Error('anthropic-version is required');
      const asked = vendor === 'openai' ? readOpenai(body) : readAnthropic(body);
      requests.push({ ...asked, vendor, path, body, headers: request.headers });
    } catch (error) {
      problems.push(String(error));
      return refuse(response, 400, String(error));
    }
    const [asked] = requests.slice(-1);
    if (asked !== undefined) reply(response, asked, await model.script(asked, requests.length - 1));
  }
  return model;
}

function keyOf(headers: IncomingHttpHeaders, vendor: ModelVendor): string | undefined {
  if (vendor === 'anthropic') return headers['x-api-key']?.toString();
  return headers.authorization?.replace(/^Bearer /, '');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function refuse(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { error: { type: 'invalid_request_error', message } });
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function reply(response: ServerResponse, { vendor }: ModelRequest, script: ModelReplyScript): void {
  if ('status' in script) return sendJson(response, script.status, script.body ?? {}, script.headers);
  if ('fault' in script) {
    if (script.fault === 'silence') return;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id":', () => response.destroy());
    return;
  }
  sendJson(response, 200, vendor === 'openai' ? openaiAnswer(script) : anthropicAnswer(script));
}

type Spoken = Extract<ModelReplyScript, { text?: string }>;

let made = 0;
const madeId = (prefix: string): string => `${prefix}${(made += 1)}`;

function openaiAnswer({ text, calls = [], refusal, tokens = [100, 10] }: Spoken): object {
  const tool_calls = calls.map(({ id = madeId('call_'), name, args = {} }) => ({
    id,
    type: 'function',
    function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
  }));
  return {
    id: madeId('chatcmpl-'),
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
        message: {
          role: 'assistant',
          content: text ?? null,
          refusal: refusal ?? null,
          ...(calls.length > 0 ? { tool_calls } : {}),
        },
      },
    ],
    usage: { prompt_tokens: tokens[0], completion_tokens: tokens[1], total_tokens: tokens[0] + tokens[1] },
  };
}

function anthropicAnswer({ text, calls = [], refusal, tokens = [100, 10] }: Spoken): object {
  const said = text ?? refusal;
  const stop = calls.length > 0 ? 'tool_use' : 'end_turn';
  return {
    id: madeId('msg_'),
    type: 'message',
    role: 'assistant',
    content: [
      ...(said === undefined ? [] : [{ type: 'text', text: said }]),
      ...calls.map(({ id = madeId('toolu_'), name, args = {} }) => ({
        type: 'tool_use',
        id,
        name,
        input: args,
      })),
    ],
    stop_reason: refusal === undefined ? stop : 'refusal',
    usage: { input_tokens: tokens[0], output_tokens: tokens[1] },
  };
}
