import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { JsonSchemaType } from '@modelcontextprotocol/sdk/validation';
import type { TestClient } from './test-client.ts';

type Row = Readonly<Record<string, unknown>>;

interface MadeKey {
  readonly id: number;
  readonly key: string;
}

/** Makes a key for an agent as an administrator does; ten an hour. */
export async function makeAgentKey(admin: TestClient, wish: Row = {}): Promise<MadeKey> {
  const answer = await admin.post('/api/mcp/keys', { name: 'Scout', ...wish });
  if (answer.status !== 200) throw new Error(`Making a key failed: ${answer.status} ${answer.text}`);
  return answer.json<MadeKey>();
}

/** An agent: the client of the protocol's own library, unmodified, and what the server told it of its tools. */
export class McpAgent {
  readonly client: Client;
  readonly tools: readonly Tool[];
  readonly #validator = new AjvJsonSchemaValidator();

  private constructor(client: Client, tools: readonly Tool[]) {
    this.client = client;
    this.tools = tools;
  }

  /** Connects with a key and asks for the tools. */
  static async connect(baseUrl: string, key: string): Promise<McpAgent> {
    const client = new Client({ name: 'test agent', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${key}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${baseUrl}/mcp`), { requestInit }));
    return new McpAgent(client, (await client.listTools()).tools);
  }

  get toolNames(): string[] {
    return this.tools.map(({ name }) => name);
  }

  /** The library refuses a structured result that is not what the announced output schema says. */
  async call(name: string, args: Row = {}): Promise<CallToolResult> {
    return (await this.client.callTool({ name, arguments: { ...args } })) as CallToolResult;
  }

  /**
   * The structured result of a call that must go well: by the announced schema, with no field it does not name, and the
   * same as the text beside it.
   */
  async value<T = Row>(name: string, args: Row = {}): Promise<T> {
    const { isError, structuredContent, content } = await this.call(name, args);
    const [block] = content;
    const said = block?.type === 'text' ? block.text : '';
    if (isError === true) throw new Error(`${name} failed: ${said}`);
    if (structuredContent === undefined) throw new Error(`${name} answered no structured result`);
    this.#mustFit(name, structuredContent);
    const unwrapped = this.#isList(name) ? structuredContent['result'] : structuredContent;
    if (JSON.stringify(unwrapped) !== said) throw new Error(`${name}: text and structure differ: ${said}`);
    return unwrapped as T;
  }

  /** The pictures of a call that must go well, and nothing but pictures. */
  async pictures(name: string, args: Row = {}): Promise<Buffer[]> {
    const { isError, content } = await this.call(name, args);
    return content.map((block) => {
      if (isError === true || block.type !== 'image') throw new Error(`${name}: ${JSON.stringify(block)}`);
      return Buffer.from(block.data, 'base64');
    });
  }

  /** What a call that must fail tells the model. */
  async failure(name: string, args: Row = {}): Promise<string> {
    const { isError, content } = await this.call(name, args);
    if (isError !== true) throw new Error(`${name} did not fail: ${JSON.stringify(content)}`);
    return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
  }

  close(): Promise<void> {
    return this.client.close();
  }

  #outputSchema(name: string): Tool['outputSchema'] {
    return this.tools.find((tool) => tool.name === name)?.outputSchema;
  }

  #isList(name: string): boolean {
    return Object.keys(this.#outputSchema(name)?.properties ?? {}).join() === 'result';
  }

  #mustFit(name: string, value: unknown): void {
    const schema = this.#outputSchema(name);
    if (schema === undefined) throw new Error(`${name} announced no output schema`);
    const checked = this.#validator.getValidator(closed(schema) as JsonSchemaType)(value);
    if (!checked.valid) throw new Error(`${name}: ${checked.errorMessage}: ${JSON.stringify(value)}`);
  }
}

/** The schema with every object closed to fields it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, part]) => [name, closed(part)]);
  const isObject = 'type' in schema && schema.type === 'object' && 'properties' in schema;
  return Object.fromEntries(isObject ? [...entries, ['additionalProperties', false]] : entries);
}

export interface InspectorRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const INSPECTOR = join(import.meta.dirname, '../../node_modules/.bin/mcp-inspector');

/** One run of the protocol's command-line inspector, unmodified; `home` keeps its files. */
export async function inspect(
  agent: { readonly baseUrl: string; readonly key: string; readonly home: string },
  ...args: readonly string[]
): Promise<InspectorRun> {
  const { baseUrl, key, home } = agent;
  const target = ['--cli', `${baseUrl}/mcp`, '--transport', 'http'];
  // Without a stored sign-in it would otherwise offer to open a browser.
  const access = ['--header', `Authorization: Bearer ${key}`, '--stored-auth-only'];
  const child = spawn(process.execPath, [INSPECTOR, ...target, ...access, ...args], {
    // The network guard comes along with the environment.
    env: { ...process.env, HOME: home, MCP_STORAGE_DIR: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, stdout, stderr };
}
