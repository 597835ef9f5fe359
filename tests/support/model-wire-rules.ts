type Row = Readonly<Record<string, unknown>>;

/** A request that the vendor would refuse. */
class WireError extends Error {}

/** What a request asks, whichever vendor's form it has. */
export interface AskedModel {
  readonly system: string;
  readonly toolNames: readonly string[];
  /** Everything but the pictures, in order, as text. */
  readonly text: string;
  /** Every picture of the conversation, in order. */
  readonly pictures: readonly Buffer[];
  /** Answers to the calls of the last turn, in order. */
  readonly results: readonly string[];
}

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

function row(value: unknown, what: string): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError(`${what} must be an object`);
  return value as Row;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new WireError(`${what} must be a list with something`);
  return value;
}

function words(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '')
    throw new WireError(`${what} must be a text with words`);
  return value;
}

function need(condition: boolean, message: string): void {
  if (!condition) throw new WireError(message);
}

function jpeg(base64: unknown, what: string): Buffer {
  const bytes = Buffer.from(words(base64, what), 'base64');
  need(bytes.toString('base64') === base64, `${what} is no clean base64`);
  need(bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])), `${what} is no JPEG`);
  return bytes;
}

/** What the walk through a conversation has seen. */
class Walk {
  readonly texts: string[] = [];
  readonly pictures: Buffer[] = [];
  readonly ids = new Set<string>();
  /** Calls of the turn before that nobody answered yet. */
  open: string[] = [];
  results: string[] = [];

  call(id: unknown, name: unknown): void {
    const text = words(id, 'a call id');
    need(/^[a-zA-Z0-9_-]{1,64}$/.test(text), `the call id ${text} has characters the vendor refuses`);
    need(!this.ids.has(text), `the call id ${text} is used twice`);
    need(typeof name === 'string' && NAME.test(name), `the tool name ${String(name)} is not allowed`);
    this.ids.add(text);
    this.open.push(text);
  }

  answer(id: unknown, text: string): void {
    need(
      this.open[0] === id,
      `expected the result of ${this.open[0] ?? 'no call'}, got that of ${String(id)}`,
    );
    this.open.shift();
    this.results.push(text);
    this.texts.push(text);
  }
}

/** Reads a request in OpenAI's form. Throws WireError. */
export function readOpenai(body: Row): AskedModel {
  words(body['model'], 'model');
  need(body['stream'] !== true, 'stream is not expected');
  const walk = new Walk();
  let system = '';
  for (const [index, entry] of list(body['messages'], 'messages').entries()) {
    const message = row(entry, 'a message');
    const { role, content } = message;
    if (role !== 'tool')
      need(walk.open.length === 0, 'every tool call must be answered before anything else');
    if (role === 'system') {
      need(index === 0, 'the system message comes first');
      system = words(content, 'the system message');
    } else if (role === 'user') openaiUser(walk, content);
    else if (role === 'assistant') openaiAssistant(walk, message);
    else if (role === 'tool') walk.answer(message['tool_call_id'], words(content, 'a tool message'));
    else throw new WireError(`unknown role ${String(role)}`);
  }
  need(walk.open.length === 0, 'every tool call must be answered');
  const toolNames = list(body['tools'], 'tools').map((entry) => {
    const tool = row(entry, 'a tool');
    need(tool['type'] === 'function', 'a tool must be a function');
    const { name, description, parameters } = row(tool['function'], 'a function');
    return toolName(name, description, parameters);
  });
  return asked(walk, system, toolNames);
}

function openaiUser(walk: Walk, content: unknown): void {
  if (typeof content === 'string') return void walk.texts.push(words(content, 'a user message'));
  for (const entry of list(content, 'a user message')) {
    const part = row(entry, 'a part');
    if (part['type'] === 'text') walk.texts.push(words(part['text'], 'a text part'));
    else if (part['type'] === 'image_url') {
      const url = words(row(part['image_url'], 'image_url')['url'], 'the address of a picture');
      need(url.startsWith('data:image/jpeg;base64,'), 'a picture must be a data URL of a JPEG');
      walk.pictures.push(jpeg(url.slice('data:image/jpeg;base64,'.length), 'a picture'));
    } else throw new WireError(`unknown part ${String(part['type'])}`);
  }
}

function openaiAssistant(walk: Walk, { content, tool_calls: calls }: Row): void {
  walk.results = [];
  if (typeof content === 'string') walk.texts.push(content);
  else need(content === null, 'content must be text or null');
  if (calls === undefined) return void words(content, 'an assistant message without calls');
  for (const entry of list(calls, 'tool_calls')) {
    const call = row(entry, 'a tool call');
    need(call['type'] === 'function', 'a tool call must be of a function');
    const called = row(call['function'], 'a function');
    walk.call(call['id'], called['name']);
    row(JSON.parse(words(called['arguments'], 'arguments')), 'arguments');
  }
}

/** Reads a request in Anthropic's form. Throws WireError. */
export function readAnthropic(body: Row): AskedModel {
  words(body['model'], 'model');
  need(Number.isInteger(body['max_tokens']) && Number(body['max_tokens']) > 0, 'max_tokens is required');
  const walk = new Walk();
  let expected = 'user';
  let last = '';
  for (const entry of list(body['messages'], 'messages')) {
    const { role, content } = row(entry, 'a message');
    need(role === expected, `roles must take turns: expected ${expected}, got ${String(role)}`);
    last = expected;
    expected = role === 'user' ? 'assistant' : 'user';
    if (role === 'assistant') anthropicAssistant(walk, content);
    else anthropicUser(walk, content);
  }
  need(last === 'user', 'the last message must be of the user');
  const toolNames = list(body['tools'], 'tools').map((entry) => {
    const { name, description, input_schema: schema } = row(entry, 'a tool');
    return toolName(name, description, schema);
  });
  return asked(walk, words(body['system'], 'system'), toolNames);
}

function anthropicUser(walk: Walk, content: unknown): void {
  let isBehindResults = false;
  for (const entry of list(content, 'a user message')) {
    const block = row(entry, 'a block');
    if (block['type'] === 'tool_result') {
      need(!isBehindResults, 'tool results come first');
      anthropicResult(walk, block);
      continue;
    }
    isBehindResults = true;
    plainBlock(walk, block);
  }
  need(walk.open.length === 0, 'tool_use ids were found without tool_result blocks immediately after');
}

function anthropicResult(walk: Walk, { tool_use_id: id, content, is_error: isError }: Row): void {
  need(isError === undefined || typeof isError === 'boolean', 'is_error must be true or false');
  const inner = new Walk();
  for (const entry of list(content, 'a tool result')) plainBlock(inner, row(entry, 'a block'));
  walk.answer(id, inner.texts.join('\n'));
  walk.pictures.push(...inner.pictures);
}

function plainBlock(walk: Walk, block: Row): void {
  if (block['type'] === 'text') walk.texts.push(words(block['text'], 'a text block'));
  else if (block['type'] === 'image') {
    const { type, media_type: mime, data } = row(block['source'], 'the source of a picture');
    need(type === 'base64' && mime === 'image/jpeg', 'a picture must be a JPEG in base64');
    walk.pictures.push(jpeg(data, 'a picture'));
  } else throw new WireError(`unknown block ${String(block['type'])}`);
}

function anthropicAssistant(walk: Walk, content: unknown): void {
  walk.results = [];
  for (const entry of list(content, 'an assistant message')) {
    const block = row(entry, 'a block');
    if (block['type'] === 'tool_use') {
      walk.call(block['id'], block['name']);
      row(block['input'], 'input');
    } else if (block['type'] === 'thinking') words(block['signature'], 'the signature of a thought');
    else plainBlock(walk, block);
  }
}

function toolName(name: unknown, description: unknown, schema: unknown): string {
  need(typeof name === 'string' && NAME.test(name), `the tool name ${String(name)} is not allowed`);
  words(description, 'the description of a tool');
  const { type, properties } = row(schema, 'the schema of a tool');
  need(type === 'object', 'the schema of a tool must be one of an object');
  row(properties, 'the properties of a tool');
  return String(name);
}

function asked(walk: Walk, system: string, toolNames: readonly string[]): AskedModel {
  need(new Set(toolNames).size === toolNames.length, 'tool names must differ');
  const { texts, pictures, results } = walk;
  return { system, toolNames, text: texts.join('\n'), pictures, results };
}
