import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  type JSONRPCMessage,
} from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { Agent } from './authenticator.ts';
import { parseMessage } from './parse-message.ts';
import type { ToolDesk } from './tool-desk.ts';

const SERVER_NAME = 'Sentinel Command Center';

const INSTRUCTIONS = `This server watches over one organization's security cameras.
Begin with list_cameras. view_camera shows you what a camera sees now, watch_camera several pictures over time.
You can also look at nodes, camera groups, stream addresses, recording policies and who watched which camera.
File what you find as an incident: create_incident, add evidence with attach_snapshot, attach_clip and add_observation, then finalize_incident with your report in Markdown. Look into list_incidents first, so that nothing is filed twice.
You see this organization alone, and perhaps only some of its cameras and tools; tools/list has those your key allows.`;

export interface ProtocolDeps {
  readonly desk: ToolDesk;
  /** Version of this program. */
  readonly version: string;
}

interface SessionParts extends ProtocolDeps {
  /** Shared, because building one for each request takes longer than most requests. */
  readonly validator: jsonSchemaValidator;
}

/** One message of an agent, and what is needed to answer it. */
export interface AgentMessage {
  readonly agent: Agent;
  readonly message: JSONRPCMessage;
  /** `MCP-Protocol-Version` as it was sent. */
  readonly protocolVersion: string | undefined;
  readonly signal: AbortSignal;
}

/** Everything that speaks the protocol by its library. */
export interface Protocol {
  readonly parse: typeof parseMessage;
  /** Answers one message; undefined when nobody waits any more. */
  readonly answer: (asked: AgentMessage) => Promise<Response | undefined>;
}

/** Gets ready to answer messages; agents of all organizations share it. */
export function openProtocol(deps: ProtocolDeps): Protocol {
  const parts = { ...deps, validator: new AjvJsonSchemaValidator() };
  return { parse: parseMessage, answer: (asked) => answerMessage(parts, asked) };
}

/**
 * Answers one message by the protocol; undefined when nobody waits any more. Nothing is kept between two messages, so
 * each has a protocol server of its own.
 */
async function answerMessage(parts: SessionParts, asked: AgentMessage): Promise<Response | undefined> {
  const { message, signal } = asked;
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = openServer(parts, asked);
  await server.connect(transport);
  if (signal.aborted) return undefined;
  const { promise: gone, resolve } = Promise.withResolvers<undefined>();
  const leave = (): void => {
    resolve(undefined);
    // Nothing holds on to a server that has answered; one that has not must be told to keep its answer.
    void server.close();
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([transport.handleRequest(plainRequest(asked), { parsedBody: message }), gone]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** The request as the transport wants it: it insists on two accepted types, though one of them is never sent. */
function plainRequest({ protocolVersion }: AgentMessage): Request {
  const headers = new Headers({
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  });
  if (protocolVersion !== undefined) headers.set('mcp-protocol-version', protocolVersion);
  return new Request('http://localhost/mcp', { method: 'POST', headers });
}

function openServer({ desk, version, validator }: SessionParts, { agent, signal }: AgentMessage): Server {
  const server = new Server(
    { name: SERVER_NAME, title: SERVER_NAME, version },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: INSTRUCTIONS,
      jsonSchemaValidator: validator,
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: desk.list(agent) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    desk.call(agent, { name: params.name, args: params.arguments ?? {}, signal }),
  );
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [] }));
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [] }));
  return server;
}
