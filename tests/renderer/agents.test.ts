import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../../server/contract/agents/activity.ts';
import { type AgentKey, agentKeys } from '../../server/contract/agents/keys.ts';
import { READ_TOOLS, TOOL_NAMES, WRITE_TOOLS } from '../../server/contract/agents/tools.ts';
import { logQuery, passes } from '../../renderer/features/admin/agents/agent-log-words.ts';
import { firstSentence, toolGroups, toolMarks } from '../../renderer/features/agents/catalogue/tool-words.ts';
import {
  CLIENTS,
  claudeCodeLine,
  clientEntry,
  clientJson,
  configFile,
  guessSystem,
  isAgentKey,
  mcpUrl,
  PLACEHOLDER_KEY,
  serverAddress,
  setupLine,
  SYSTEMS,
} from '../../renderer/features/agents/connect/client-lines.ts';
import {
  type KeyDraft,
  keyBody,
  keyProblems,
  NEW_KEY,
  toggled,
} from '../../renderer/features/agents/keys/key-draft.ts';
import {
  cameraWords,
  expiryOf,
  lastUsedWords,
  scopeWords,
} from '../../renderer/features/agents/keys/key-words.ts';
import { countNew, mergeCalls } from '../../renderer/features/agents/live/live-calls.ts';

const KEY = 'osc_0123456789abcdef0123456789abcdef';
const HOME = 'http://192.168.1.20:8000';
const NOW = Date.parse('2026-03-02T12:00:00Z');

function toolCall(id: string, timestamp: number, more: Partial<ToolCall> = {}): ToolCall {
  return {
    id,
    timestamp,
    tool_name: 'view_camera',
    org_id: 'org',
    key_name: 'Night watch',
    status: 'completed',
    duration_ms: 5,
    ...more,
  };
}

function agentKey(more: Partial<AgentKey>): AgentKey {
  return {
    id: 1,
    name: 'Night watch',
    created_at: '2026-03-01T12:00:00Z',
    last_used_at: null,
    expires_at: null,
    revoked: false,
    scope_mode: 'all',
    scope_tools: [],
    camera_scope: null,
    kind: 'mcp',
    ...more,
  };
}

const tool = (name: string, category: string) => ({ name, title: name, description: name, category });

describe('lines that connect a client', () => {
  const url = mcpUrl(HOME);

  it('ai-mcp 92: each client gets its own shape', () => {
    const headers = { Authorization: `Bearer ${KEY}` };
    const bridge = ['-y', 'mcp-remote', url, '--header', `Authorization:Bearer ${KEY}`, '--allow-http'];
    expect(clientEntry('claude-code', 'linux', url, KEY)).toEqual({ type: 'http', url, headers });
    expect(clientEntry('claude-desktop', 'mac', url, KEY)).toEqual({ command: 'npx', args: bridge });
    expect(clientEntry('claude-desktop', 'windows', url, KEY)).toEqual({
      command: 'cmd',
      args: ['/c', 'npx', ...bridge],
    });
    expect(clientEntry('cursor', 'linux', url, KEY)).toEqual({ url, headers });
    expect(clientEntry('windsurf', 'linux', url, KEY)).toEqual({ serverUrl: url, headers });
  });

  it('the bridge is told to speak plain http only where it refuses to by itself', () => {
    const argsFor = (address: string) =>
      JSON.stringify(clientEntry('claude-desktop', 'linux', mcpUrl(address), KEY));
    expect(argsFor('http://shop.local:8000')).toContain('--allow-http');
    expect(argsFor('https://shop.example')).not.toContain('--allow-http');
    expect(argsFor('http://localhost:8000')).not.toContain('--allow-http');
    expect(argsFor('http://127.0.0.1:8000')).not.toContain('--allow-http');
  });

  it('ai-mcp 92: the address always ends in one slash', () => {
    expect(url).toBe('http://192.168.1.20:8000/mcp/');
    expect(mcpUrl(serverAddress([], 'https://shop.example/'))).toBe('https://shop.example/mcp/');
    for (const client of CLIENTS) expect(clientJson(client, 'linux', url, KEY)).toContain(`${url}"`);
  });

  it('configurations are JSON that holds our entry under its name', () => {
    for (const client of CLIENTS)
      for (const system of SYSTEMS) {
        const read = JSON.parse(clientJson(client, system, url, KEY)) as { mcpServers: object };
        expect(Object.keys(read.mcpServers)).toEqual(['opensentry']);
        expect(configFile(client, system)).toMatch(system === 'windows' ? /^%\w+%\\/ : /^~\//);
      }
  });

  it('the setup lines fit the shell of each system', () => {
    const args = `'${KEY}' 'http://192.168.1.20:8000/mcp/'`;
    const sh = `curl -fsSL http://192.168.1.20:8000/mcp-setup.sh | bash -s -- ${args}`;
    expect(setupLine('linux', HOME, KEY)).toBe(sh);
    expect(setupLine('mac', HOME, KEY)).toBe(sh);
    expect(setupLine('windows', HOME, KEY)).toBe(
      `& ([scriptblock]::Create((irm http://192.168.1.20:8000/mcp-setup.ps1))) ${args}`,
    );
    expect(claudeCodeLine(url, KEY)).toBe(
      `claude mcp add --transport http opensentry ${url} --header "Authorization: Bearer ${KEY}"`,
    );
  });

  it('gives the address the page is open at, and that of the network on the server itself', () => {
    expect(serverAddress([HOME], 'https://cameras.example')).toBe('https://cameras.example');
    expect(serverAddress([HOME], 'http://127.0.0.1:8000')).toBe(HOME);
    expect(serverAddress([HOME], 'http://localhost:8000')).toBe(HOME);
    expect(serverAddress([HOME], 'http://[::1]:8000')).toBe(HOME);
    expect(serverAddress([], 'http://localhost:8000')).toBe('http://localhost:8000');
    expect(serverAddress(undefined, 'http://localhost:8000')).toBe('http://localhost:8000');
  });

  it('takes only a key into a command line', () => {
    expect(isAgentKey(KEY)).toBe(true);
    for (const text of ['', PLACEHOLDER_KEY, `${KEY}'; rm -rf ~ #`, `${KEY}\n`, KEY.replace('osc', 'osi')])
      expect(isAgentKey(text), text).toBe(false);
  });

  it('guesses the system from what the browser says', () => {
    expect(guessSystem('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36')).toBe('windows');
    expect(guessSystem('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('mac');
    expect(guessSystem('Mozilla/5.0 (X11; Linux x86_64)')).toBe('linux');
    expect(guessSystem('')).toBe('linux');
  });
});

describe('the form of a new key', () => {
  const draft = (change: Partial<KeyDraft>): KeyDraft => ({ ...NEW_KEY, name: 'Helper', ...change });

  it('starts with a key that changes nothing, and with the reading tools where tools are chosen', () => {
    expect(NEW_KEY.mode).toBe('readonly');
    expect(NEW_KEY.tools).toEqual(READ_TOOLS);
  });

  it('is not sent without a name, with no tool, or for no camera', () => {
    expect(keyProblems(draft({}))).toEqual({});
    expect(Object.keys(keyProblems(draft({ name: '  ' })))).toEqual(['name']);
    expect(Object.keys(keyProblems(draft({ mode: 'custom', tools: [] })))).toEqual(['tools']);
    expect(keyProblems(draft({ mode: 'all', tools: [] }))).toEqual({});
    expect(Object.keys(keyProblems(draft({ isLimited: true })))).toEqual(['cameras']);
    expect(keyProblems(draft({ isLimited: true, groups: [4] }))).toEqual({});
  });

  it('asks for exactly what was chosen, in words the server takes', () => {
    const body = keyBody(
      draft({
        name: ' Helper ',
        mode: 'custom',
        tools: ['list_cameras'],
        isLimited: true,
        cameras: ['c1'],
        days: null,
      }),
    );
    expect(agentKeys.create.body?.parse(body)).toEqual({
      name: 'Helper',
      scopeMode: 'custom',
      scopeTools: ['list_cameras'],
      cameraScope: { cameras: ['c1'], groups: [] },
      expiresInDays: null,
    });
  });

  it('what was chosen and then left again is not sent', () => {
    const body = keyBody(draft({ mode: 'all', tools: ['list_cameras'], cameras: ['c1'], days: 30 }));
    expect(agentKeys.create.body?.parse(body)).toEqual({
      name: 'Helper',
      scopeMode: 'all',
      scopeTools: [],
      cameraScope: null,
      expiresInDays: 30,
    });
  });

  it('a choice is in the list once or not at all', () => {
    expect(toggled(['a', 'b'], 'a', true)).toEqual(['b', 'a']);
    expect(toggled(['a', 'b'], 'a', false)).toEqual(['b']);
  });
});

describe('a key in the list', () => {
  it('says what it may do and see', () => {
    expect(scopeWords(agentKey({}))).toBe('All 23 tools');
    expect(scopeWords(agentKey({ scope_mode: 'readonly' }))).toBe('Read-only, 16 tools');
    expect(scopeWords(agentKey({ scope_mode: 'custom', scope_tools: ['get_node'] }))).toBe('1 tool');
    expect(cameraWords(null)).toBe('All cameras');
    expect(cameraWords({ cameras: ['a', 'b'], groups: [1] })).toBe('2 cameras and 1 group');
    expect(cameraWords({ cameras: [], groups: [] })).toBe('No camera');
  });

  it('warns a week before it expires and says when it has', () => {
    const expires = (at: string | null) => expiryOf({ expires_at: at }, NOW);
    expect(expires(null).state).toBe('never');
    expect(expires('2026-04-02T12:00:00Z').state).toBe('later');
    expect(expires('2026-03-05T12:00:00Z')).toEqual({ state: 'soon', words: 'Expires in 3 days' });
    expect(expires('2026-03-02T12:00:00Z').state).toBe('over');
  });

  it('was never used in the future, whatever the clocks say', () => {
    expect(lastUsedWords({ last_used_at: null }, NOW)).toBe('Never used');
    expect(lastUsedWords({ last_used_at: '2026-03-02T12:00:09Z' }, NOW)).toBe('Last used now');
  });
});

describe('the live list', () => {
  it('holds each call once, newest first', () => {
    const [a, b, c] = [toolCall('a', 1), toolCall('b', 2), toolCall('c', 3)];
    expect(mergeCalls([a, b], [b, c]).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it('keeps the last 100', () => {
    const many = Array.from({ length: 140 }, (_, index) => toolCall(String(index), index));
    const kept = mergeCalls(many.slice(0, 90), many.slice(90));
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([100, '139', '40']);
  });

  it('counts what came while it was held', () => {
    const held = [toolCall('a', 1)];
    expect(countNew([toolCall('c', 3), toolCall('b', 2), ...held], held)).toBe(2);
    expect(countNew(held, held)).toBe(0);
  });
});

describe('the catalogue', () => {
  const catalogue = {
    read: READ_TOOLS.map((name) => tool(name, 'camera')),
    write: WRITE_TOOLS.map((name) => tool(name, 'incident')),
    total: TOOL_NAMES.length,
  };

  it('marks every tool as looking or changing, and three as giving pictures', () => {
    const marks = TOOL_NAMES.map((name) => toolMarks(catalogue, name));
    expect(marks.filter(([first]) => first === 'reads').length).toBe(16);
    expect(marks.filter(([first]) => first === 'changes').length).toBe(7);
    expect(TOOL_NAMES.filter((name) => toolMarks(catalogue, name).includes('pictures'))).toEqual([
      'view_camera',
      'watch_camera',
      'get_incident_snapshot',
    ]);
  });

  it('groups tools in a fixed order and keeps groups of later versions', () => {
    const tools = [tool('x', 'radar'), tool('create_incident', 'incident'), tool('get_camera', 'camera')];
    expect(toolGroups(tools).map(({ title }) => title)).toEqual(['Cameras', 'Incidents', 'Radar']);
  });

  it('shortens a description to its first sentence of at most 100 characters', () => {
    expect(firstSentence('Cameras.\nMore about them.')).toBe('Cameras.');
    expect(firstSentence('Lists v1.2 nodes. Look there first.')).toBe('Lists v1.2 nodes.');
    expect(firstSentence('x'.repeat(100))).toBe('x'.repeat(100));
    expect(firstSentence('x'.repeat(101))).toBe(`${'x'.repeat(99)}…`);
  });
});

describe('the stored log', () => {
  it('sends only the filters that are set', () => {
    expect(logQuery({ tool: '', key: '  ', status: '' })).toEqual({});
    expect(logQuery({ tool: 'get_node', key: ' night ', status: 'error' })).toEqual({
      tool_name: 'get_node',
      key_name: 'night',
      status: 'error',
    });
  });

  it('asks again only for a call that belongs into the list', () => {
    const call = toolCall('a', 1);
    expect(passes({ tool: '', key: '', status: '' }, call)).toBe(true);
    expect(passes({ tool: 'view_camera', key: 'NIGHT', status: 'completed' }, call)).toBe(true);
    expect(passes({ tool: 'get_node', key: '', status: '' }, call)).toBe(false);
    expect(passes({ tool: '', key: 'day', status: '' }, call)).toBe(false);
    expect(passes({ tool: '', key: '', status: 'error' }, call)).toBe(false);
  });
});
