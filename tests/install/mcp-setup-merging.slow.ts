import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AGENT_KEY, AGENT_URL, AgentComputer, FILES } from './agent-computer.ts';
import { agentEntries, mergedSettings } from './agent-entries.ts';
import { entryOf, isJsonObject, JSON_PATTERNS, setEntry } from './powershell-merge.ts';

const SCRIPT = readFileSync(join(import.meta.dirname, '../../templates/mcp-setup.ps1'), 'utf8');
const ENTRIES = agentEntries(`${AGENT_URL}/`, AGENT_KEY);

/** The functions that `powershell-merge.ts` tells again, by their text. Who changes one looks at that file, too. */
const TOLD_AGAIN = {
  'Test-JsonObject': '36b3e85b9d9e1e2a',
  'Read-Json': '06ba1e107e6bd711',
  'Format-Json': 'ac352f7c62920121',
  'Get-Child-Node': '3d9531dc9b09aaee',
  'Add-Child-Node': '634646a974944dd4',
  'Add-Entry': '7ad4d16a591f1b39',
  'Set-Entry': '621cf8f2e84ef572',
  'Set-Client': 'eac774e0e2d94346',
} as const;

function functionText(name: string): string {
  return new RegExp(`^function ${name}\\b.*?^\\}$`, 'ms').exec(SCRIPT)?.[0] ?? '';
}

const CLIENTS = [
  { name: 'Claude Code', file: FILES.code, entry: ENTRIES['Claude Code'] },
  { name: 'Claude Desktop', file: FILES.desktop, entry: ENTRIES['Claude Desktop'] },
  { name: 'Cursor', file: FILES.cursor, entry: ENTRIES.Cursor },
  { name: 'Windsurf', file: FILES.windsurf, entry: ENTRIES.Windsurf },
] as const;

function shapeOf(client: string): string {
  return new RegExp(`Name = '${client}';.*\\n.*\\n +Shape = '(.*)'`).exec(SCRIPT)?.[1] ?? '';
}

/** Merged into; kept under a name with the time, for a fresh file; or left alone, with a failure reported. */
type Outcome = 'merged' | 'set aside' | 'left alone';
type Bytes = Buffer | string | undefined;

function deep(open: string, close: string, levels: number): string {
  return `{"a":${open.repeat(levels)}1${close.repeat(levels)},"mcpServers":{"b":{}}}`;
}

/** Settings of people with servers of their own, in what else they may hold. */
const KEPT: readonly (readonly [string, Bytes])[] = [
  ['a file that is not there', undefined],
  ['an empty file', ''],
  ['blanks alone', ' \r\n\t'],
  ['a byte-order mark alone', '\uFEFF'],
  ...mergedSettings({}).map(([what, before]) => [what, JSON.stringify(before)] as const),
  ['a byte-order mark', '\uFEFF{"a":"é","mcpServers":{"b":{}}}'],
  ['blanks around everything', '\r\n { "a" : [ 1 , 2 ] ,\t"b" : { } , "c" : [ ] }\n\n'],
  ['objects 200 levels deep', deep('{"a":', '}', 200)],
  ['lists 200 levels deep', deep('[', ']', 200)],
  ['lists of one and of none', '{"a":[[1],[[]],[],[{}]],"n":null,"t":true,"f":false,"e":""}'],
  [
    'text of all planes',
    '{"é":"日本","📷":["\\ud83d\\udcf7","📷"],"\\u00e9\\n":"\\u0000\\u001b\\b\\f\u007F"}',
  ],
  ['line ends of Unicode', '{"a":"x\u2028y\u2029z\u0085"}'],
  ['folders of Windows', String.raw`{"projects":{"C:\\Users\\olga":{"x":1},"C:/Users":{},"c:/users":{}}}`],
  ['slashes and backslashes', String.raw`{"a":"\/x/\\/\\\/","b/c":"\\\\"}`],
  ['dates', String.raw`{"a":"\/Date(1)\/","b":"2020-01-01T00:00:00Z"}`],
  [
    'names no element of XML can have',
    '{"":0,"1a":1,"a b":2,"item":3,"type":4,"-x":5,"a:b":6,"mcpServers":{"item":{}}}',
  ],
  ['the name of a type', '{"__type":"x","mcpServers":{"b":{"c":1,"__type":2}}}'],
  [
    'names that occur twice',
    '{"a":1,"a":2,"mcpServers":{"b":1},"mcpServers":{"opensentry":1,"c":2,"opensentry":3}}',
  ],
  ['dollars', '{"a":"$1 $& $$ @URL@ @KEY@"}'],
  ['200 kB of text', JSON.stringify({ a: 'x"\\'.repeat(50_000) })],
];

const BROKEN: readonly (readonly [string, Bytes])[] = [
  ['an object cut off in a list', '{"a":[1'],
  ['an object cut off before its end', '{"a":{"b":1}'],
  ['an object cut off in a name', '{"mcpServers": {"fi'],
  ['more after the object', '{"a":1} {"b":2}'],
  ['an end too many', '{}}'],
  ['a comment at the end', '{} // mine'],
  ['a comment in a line', '{\n  // mine\n  "a": 1\n}'],
  ['a comment between values', '{"a": 1 /* mine */, "b": 2}'],
  ['a comma too many in an object', '{"a": 1,}'],
  ['a comma too many in a list', '{"a": [1,]}'],
  ['a missing comma', '{"a": [1 2]}'],
  ['a missing colon', '{"a" 1}'],
  ['single quotes', "{'a': 1}"],
  ['names without quotes', '{a: 1}'],
  ['a list', '[{"mcpServers":{}}]'],
  ['a text', '"mcpServers"'],
  ['a number', '7'],
  ['null', 'null'],
  ['a number that is none', '{"a": NaN}'],
  ['an endless number', '{"a": -Infinity}'],
  ['a number with a letter', '{"a": 1x}'],
  ['a number with a zero first', '{"a": 007}'],
  ['a word of another language', '{"a": True}'],
  ['a line end within a text', '{"a": "x\ny"}'],
  ['a tab alone within a text', '{"a": "\t"}'],
  ['an unknown escape', String.raw`{"a": "\x41"}`],
  ['an escape cut off', String.raw`{"a": "\u12"}`],
  ['another blank', '{\u00A0}'],
  ['brackets that do not match', '{"a":[1}}'],
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d])],
];

/** What only one of the two scripts can keep; the other one reports it, or keeps the whole file aside. */
const DIFFERENT: readonly (readonly [string, Bytes, Outcome, Outcome])[] = [
  [
    'UTF-16, as editors of Windows write it',
    Buffer.from('\uFEFF{"a":"é"}', 'utf16le'),
    'merged',
    'set aside',
  ],
  ['half a surrogate pair', String.raw`{"a":"\ud83d"}`, 'left alone', 'merged'],
  ['an escape for a plain letter of a name', String.raw`{"\u0041":1}`, 'left alone', 'merged'],
  ['the name of a type that is no text', '{"__type":1}', 'left alone', 'merged'],
];

const FIXTURES = [
  ...KEPT.map(([what, bytes]) => ({ what, bytes, powershell: 'merged', shell: 'merged' })),
  ...BROKEN.map(([what, bytes]) => ({ what, bytes, powershell: 'set aside', shell: 'set aside' })),
  ...DIFFERENT.map(([what, bytes, powershell, shell]) => ({ what, bytes, powershell, shell })),
].map((fixture, index) => ({ ...fixture, client: CLIENTS[index % CLIENTS.length] ?? CLIENTS[0] }));
type Fixture = (typeof FIXTURES)[number];

interface Result {
  readonly outcome: string;
  /** The new file; undefined when it was left alone. */
  readonly settings: Settings | undefined;
}
type Settings = Record<string, unknown> & { mcpServers: Record<string, unknown> };

function byModel({ bytes, client }: Fixture): Result {
  const entry = entryOf(shapeOf(client.name), `${AGENT_URL}/`, AGENT_KEY);
  try {
    const merged = setEntry(bytes === undefined ? undefined : Buffer.from(bytes), entry);
    const settings = JSON.parse(merged.text) as Settings;
    return { outcome: merged.isSetAside ? 'set aside' : 'merged', settings };
  } catch {
    return { outcome: 'left alone', settings: undefined };
  }
}

/** Lets mcp-setup.sh change a file of each client at once. */
async function byShell(fixtures: readonly Fixture[]): Promise<Result[]> {
  using computer = new AgentComputer();
  for (const { bytes, client } of fixtures) if (bytes !== undefined) computer.write(client.file, bytes);
  await computer.run('1,2,3,4');
  const files = computer.files();
  return fixtures.map(({ bytes, client }) => {
    const now = readFileSync(computer.path(client.file));
    if (bytes !== undefined && now.equals(Buffer.from(bytes)))
      return { outcome: 'left alone', settings: undefined };
    const isSetAside = files.some((name) => name.startsWith(`${client.file}.`) && /\d\.bak$/.test(name));
    const settings = JSON.parse(now.toString()) as Settings;
    return { outcome: isSetAside ? 'set aside' : 'merged', settings };
  });
}

describe('what mcp-setup.ps1 makes of settings, told again in steps and compared with mcp-setup.sh', () => {
  const shell = new Map<Fixture, Result>();
  beforeAll(async () => {
    for (let at = 0; at < FIXTURES.length; at += CLIENTS.length) {
      const group = FIXTURES.slice(at, at + CLIENTS.length);
      const results = await byShell(group);
      for (const [index, fixture] of group.entries()) {
        const result = results[index];
        if (result !== undefined) shell.set(fixture, result);
      }
    }
  }, 60_000);

  it.each(FIXTURES.map((fixture) => [fixture.what, fixture.client.name, fixture] as const))(
    'ai-mcp 91, D8: %s, in the file of %s',
    (_what, _client, fixture) => {
      const told = byModel(fixture);
      const real = shell.get(fixture);
      expect([told.outcome, real?.outcome]).toEqual([fixture.powershell, fixture.shell]);
      if (told.outcome !== real?.outcome || told.settings === undefined) return;
      const { opensentry, ...servers } = told.settings.mcpServers;
      const { opensentry: realEntry, ...realServers } = real.settings?.mcpServers ?? {};
      expect({ ...told.settings, mcpServers: servers }).toEqual({
        ...real.settings,
        mcpServers: realServers,
      });
      expect(realEntry).toEqual(fixture.client.entry);
      const isDesktop = fixture.client.name === 'Claude Desktop';
      expect(opensentry).toEqual(isDesktop ? ENTRIES['Claude Desktop on Windows'] : realEntry);
    },
  );

  it.each([
    'https://cameras.example/mcp/',
    'http://localhost:8000/mcp/',
    'http://127.0.0.1/mcp/',
    'http://localhost.example/mcp/',
  ])('ai-mcp 92: the bridge to %s is told to speak plain http to other machines only', (url) => {
    const entry = JSON.parse(entryOf(shapeOf('Claude Desktop'), url, AGENT_KEY)) as unknown;
    expect(entry).toEqual(agentEntries(url, AGENT_KEY)['Claude Desktop on Windows']);
  });

  it('what both leave behind can be merged into again, to the same bytes', () => {
    for (const { bytes, client } of FIXTURES.filter(({ powershell }) => powershell === 'merged')) {
      const entry = entryOf(shapeOf(client.name), `${AGENT_URL}/`, AGENT_KEY);
      const once = setEntry(bytes === undefined ? undefined : Buffer.from(bytes), entry);
      expect(setEntry(Buffer.from(once.text), entry)).toEqual({ text: once.text, isSetAside: false });
    }
  });

  it('long numbers and line ends are written as .NET writes them', () => {
    const before = '{"id":12345678901234567890,"s":1.50,"e":[],"o":{},"l":[1,{}],"u":"📷\u2028/"}';
    const { text } = setEntry(Buffer.from(before), '{"url":"u"}');
    expect(text.split('\r\n')).toEqual([
      '{',
      '  "id": 12345678901234567890,',
      '  "s": 1.50,',
      '  "e": [ ],',
      '  "o": { },',
      '  "l": [',
      '    1,',
      '    { }',
      '  ],',
      String.raw`  "u": "\ud83d\udcf7\u2028/",`,
      '  "mcpServers": {',
      '    "opensentry": {',
      '      "url": "u"',
      '    }',
      '  }',
      '}\n',
    ]);
  });

  it('tells a JSON object from all else as this runtime does', () => {
    for (const { bytes, what } of FIXTURES) {
      const text = Buffer.isBuffer(bytes) ? bytes.toString('latin1') : (bytes ?? '').replace('\uFEFF', '');
      let isObject: boolean;
      try {
        const value = JSON.parse(text) as unknown;
        isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      } catch {
        isObject = false;
      }
      expect(isJsonObject(text), what).toBe(isObject);
    }
  });
});

describe('what is told again', () => {
  it.each(Object.entries(TOLD_AGAIN))('is still what %s says', (name, told) => {
    expect(createHash('sha256').update(functionText(name)).digest('hex').slice(0, 16)).toBe(told);
  });

  it('uses the patterns of the script', () => {
    const used = [...functionText('Test-JsonObject').matchAll(/-c(?:replace|notmatch) '(.*?)'(?:, '|\))/g)];
    expect(used.map(([, pattern]) => pattern)).toEqual([
      JSON_PATTERNS.string,
      JSON_PATTERNS.plain,
      JSON_PATTERNS.blanks,
      JSON_PATTERNS.begin,
      JSON_PATTERNS.container,
    ]);
  });
});
