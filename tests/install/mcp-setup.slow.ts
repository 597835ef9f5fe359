import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENT_KEY, AGENT_URL, AgentComputer, FILES, SETUP_SCRIPT } from './agent-computer.ts';
import { agentEntries, mergedSettings } from './agent-entries.ts';

const ENTRIES = agentEntries(`${AGENT_URL}/`, AGENT_KEY);
const ENTRY = ENTRIES.Cursor;
const OLD = { theme: 'dark', mcpServers: { files: { command: 'files' } } };

/** A computer on which only this program can edit JSON. */
function computerWith(editor: 'python' | 'node'): AgentComputer {
  const computer = new AgentComputer();
  if (editor === 'node') computer.remove('python3');
  else computer.remove('node');
  return computer;
}

it('mcp-setup.sh has no complaint from shellcheck, is strict and asks for nothing newer than bash 3.2', () => {
  const checked = spawnSync('shellcheck', ['--shell=bash', SETUP_SCRIPT], { encoding: 'utf8' });
  expect([checked.status, checked.stdout]).toEqual([0, '']);
  const text = readFileSync(SETUP_SCRIPT, 'utf8');
  expect(text).toMatch(/^#!\/usr\/bin\/env bash\n(#.*\n)+set -euo pipefail\n/);
  expect(text).not.toMatch(/declare -A|local -n|mapfile|readarray|\$\{\w+(,,|\^\^)|&>>/);
});

describe.each(['python', 'node'] as const)('settings edited with %s', (editor) => {
  it.each(mergedSettings(ENTRY))('ai-mcp 91: %s are kept', async (_what, before, after) => {
    using computer = computerWith(editor);
    computer.write(FILES.cursor, JSON.stringify(before));
    const { status } = await computer.run('3');
    expect(status).toBe(0);
    expect(computer.json(FILES.cursor)).toEqual(after);
    expect(Object.keys(computer.json(FILES.cursor) as object)).toEqual(Object.keys(after));
  });

  it('ai-mcp 91: .bak is the previous file byte for byte; a second run changes nothing', async () => {
    using computer = computerWith(editor);
    const before = `${JSON.stringify(OLD, null, 4)}\r\n\r\n`;
    computer.write(FILES.cursor, before);
    expect((await computer.run('3')).status).toBe(0);
    const after = computer.text(FILES.cursor);
    expect(computer.text(`${FILES.cursor}.bak`)).toBe(before);
    expect(after).toBe(
      `${JSON.stringify({ ...OLD, mcpServers: { ...OLD.mcpServers, opensentry: ENTRY } }, null, 2)}\n`,
    );
    expect((await computer.run('3')).status).toBe(0);
    expect([computer.text(FILES.cursor), computer.text(`${FILES.cursor}.bak`)]).toEqual([after, after]);
    expect(computer.files()).toEqual([FILES.cursor, `${FILES.cursor}.bak`]);
  });

  it('ai-mcp 91: long numbers stay as they are written', async () => {
    using computer = computerWith(editor);
    computer.write(FILES.cursor, '{"id": 12345678901234567890, "share": 1.5}');
    expect((await computer.run('3')).status).toBe(0);
    expect(computer.text(FILES.cursor)).toContain('"id": 12345678901234567890,\n  "share": 1.5,');
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['blank', ' \n'],
    ['with a byte-order mark', '\uFEFF{}'],
  ])('a file that is %s becomes one with the entry alone', async (_what, before) => {
    using computer = computerWith(editor);
    if (before !== undefined) computer.write(FILES.cursor, before);
    expect((await computer.run('3')).status).toBe(0);
    expect(computer.text(FILES.cursor)).toBe(
      `${JSON.stringify({ mcpServers: { opensentry: ENTRY } }, null, 2)}\n`,
    );
  });

  it.each([
    ['a broken object', Buffer.from('{"mcpServers": {')],
    ['a comment', Buffer.from('{} // mine')],
    ['a list', Buffer.from('[]')],
    ['a number', Buffer.from('7')],
    ['what only Python takes for JSON', Buffer.from('{"a": NaN}')],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d])],
  ])(
    'ai-mcp D8: %s is kept under a name with the time, and a fresh file is configured with a warning',
    async (_what, before) => {
      using computer = computerWith(editor);
      computer.write(FILES.cursor, before);
      computer.write(`${FILES.cursor}.bak`, 'an older copy');
      const { status, output } = await computer.run('3');
      expect(status).toBe(0);
      expect(computer.json(FILES.cursor)).toEqual({ mcpServers: { opensentry: ENTRY } });
      const copy = computer.files().find((name) => /mcp\.json\.\d{8}-\d{6}\.bak$/.test(name)) ?? '';
      expect(readFileSync(computer.path(copy)).equals(before)).toBe(true);
      expect(output).toContain(`Note: Cursor: the settings were not valid JSON. They are kept in ~/${copy};`);
      expect(output).toMatch(/Configured:\n {2}Cursor/);
      expect(computer.text(`${FILES.cursor}.bak`)).toBe('an older copy');
    },
  );

  it('a file keeps its mode and a link its target; a new file is for its owner alone', async () => {
    using computer = computerWith(editor);
    computer.write('dotfiles/mcp.json', '{}');
    chmodSync(computer.path('dotfiles/mcp.json'), 0o640);
    computer.folder('.cursor');
    symlinkSync(computer.path('dotfiles/mcp.json'), computer.path(FILES.cursor));
    expect((await computer.run('3,4')).status).toBe(0);
    expect(lstatSync(computer.path(FILES.cursor)).isSymbolicLink()).toBe(true);
    expect(computer.json('dotfiles/mcp.json')).toEqual({ mcpServers: { opensentry: ENTRY } });
    expect(statSync(computer.path('dotfiles/mcp.json')).mode & 0o777).toBe(0o640);
    expect(statSync(computer.path(FILES.windsurf)).mode & 0o777).toBe(0o600);
  });

  it('ai-mcp 93: one bad client does not stop the others, and its file is not touched', async () => {
    using computer = computerWith(editor);
    computer.write('.config', 'a file where a folder belongs');
    computer.folder(FILES.cursor);
    const { status, output } = await computer.run('1,2,3,4');
    expect(status).toBe(0);
    expect(output).toMatch(/Configured:\n {2}Claude Code .*\n {2}Windsurf .*\nFailed:\n/);
    expect(output).toMatch(/\n {2}Claude Desktop: the folder ~\/.config\/Claude cannot be made\n/);
    expect(output).toMatch(/\n {2}Cursor: .*(directory|EISDIR).*\n/);
    expect(computer.files()).toEqual([FILES.code, FILES.windsurf, '.config'].toSorted());
  });

  it('ai-mcp 93: exit 1 when nothing could be configured', async () => {
    using computer = computerWith(editor);
    computer.folder(FILES.cursor);
    const { status, output } = await computer.run('3');
    expect(status).toBe(1);
    expect(output).toContain('No client was configured.');
  });
});

describe('clients', () => {
  it.each(['/', ''])(
    'ai-mcp 92: each gets its own shape; the address ends in one slash (given with %j)',
    async (end) => {
      using computer = new AgentComputer();
      const { status, output } = await computer.run('1,2,3,4', { args: [AGENT_KEY, `${AGENT_URL}${end}`] });
      expect(status).toBe(0);
      const entryOf = (file: string) =>
        (computer.json(file) as { mcpServers: { opensentry: unknown } }).mcpServers.opensentry;
      expect(entryOf(FILES.code)).toEqual(ENTRIES['Claude Code']);
      expect(entryOf(FILES.desktop)).toEqual(ENTRIES['Claude Desktop']);
      expect(entryOf(FILES.cursor)).toEqual(ENTRIES.Cursor);
      expect(entryOf(FILES.windsurf)).toEqual(ENTRIES.Windsurf);
      expect(output).toMatch(/shows in the dashboard: http:\/\/192\.168\.1\.20:8000\/mcp\n/);
      expect(output).not.toContain(AGENT_KEY);
    },
  );

  it('on macOS the desktop app has its file in the library', async () => {
    using computer = new AgentComputer();
    const { status } = await computer.run('2', { env: { FAKE_SYSTEM: 'Darwin' } });
    expect(status).toBe(0);
    expect(computer.files()).toEqual(['Library/Application Support/Claude/claude_desktop_config.json']);
  });

  it('"all" takes those whose file or folder exists', async () => {
    using computer = new AgentComputer();
    computer.folder('.codeium/windsurf');
    computer.write(FILES.desktop, '{}');
    const { status, output } = await computer.run('all');
    expect(status).toBe(0);
    expect(output).toMatch(/3\) Cursor +not found +~\/\.cursor\/mcp\.json\n/);
    expect(output).toMatch(/4\) Windsurf +found /);
    expect(computer.files()).toEqual(
      [FILES.code, FILES.desktop, `${FILES.desktop}.bak`, FILES.windsurf].toSorted(),
    );
  });

  it('without Node.js the desktop app is configured with a warning', async () => {
    using computer = computerWith('python');
    const { status, output } = await computer.run('2');
    expect(status).toBe(0);
    expect(output).toContain('Claude Desktop needs Node.js');
  });

  it.each([
    ['claude', ['Claude Code', 'Claude Desktop']],
    ['Claude', ['Claude Code', 'Claude Desktop']],
    ['Cursor', ['Cursor']],
    ['cursor', ['Cursor']],
    ['windsurf', ['Windsurf']],
  ])('while %s runs, its file is not touched, unless that is allowed', async (name, skipped) => {
    using computer = new AgentComputer();
    const env = { FAKE_RUNNING: name };
    const { status, output } = await computer.run('1,2,3,4', { env });
    expect(status).toBe(0);
    const part = /Skipped.*\n((?: {2}.*\n)+)/.exec(output)?.[1] ?? '';
    expect(part.trim().split(/\n */)).toEqual(skipped);
    expect(computer.files()).toHaveLength(4 - skipped.length);
    const allowed = await computer.run('1,2,3,4', {
      env: { ...env, SOURCEBOX_SENTRY_MCP_ALLOW_RUNNING: '1' },
    });
    expect([allowed.status, allowed.output.includes('Skipped')]).toEqual([0, false]);
  });

  it('ai-mcp 93: exit 1 when all that was chosen is running', async () => {
    using computer = new AgentComputer();
    const { status } = await computer.run('3', { env: { FAKE_RUNNING: 'Cursor' } });
    expect([status, computer.files()]).toEqual([1, []]);
  });
});

describe('answers', () => {
  it.each(['q', 'Q', '', '0', '5', 'x', '99999999999999999999', '*', ',,', '-1', '1.5', '3,q'])(
    '%j changes nothing and is no failure',
    async (answer) => {
      using computer = new AgentComputer();
      const { status, output } = await computer.run(answer);
      expect([status, computer.files()]).toEqual([0, []]);
      expect(output).toContain('Nothing was changed.');
    },
  );

  it('numbers that name no client are left out with a note, and the same one counts once', async () => {
    using computer = new AgentComputer();
    const { status, output } = await computer.run('7, 3,abc,3');
    expect(status).toBe(0);
    expect(output).toContain('no client "7"');
    expect(output).toContain('no client "abc"');
    expect(output.match(/ {2}Cursor {2}~/g)).toHaveLength(1);
    expect(computer.files()).toEqual([FILES.cursor]);
  });

  it('ai-mcp 94: piped, the answer is read from the terminal, which then waits for Enter', async () => {
    using computer = new AgentComputer();
    const { status, output } = await computer.runOnTerminal(['3', '']);
    expect(status).toBe(0);
    expect(output).toContain('Press Enter to finish.');
    expect(computer.json(FILES.cursor)).toEqual({ mcpServers: { opensentry: ENTRY } });
  });

  it('ai-mcp 94: the pause at the end can be switched off', async () => {
    using computer = new AgentComputer();
    const { status, output } = await computer.runOnTerminal(['all'], {
      env: { SOURCEBOX_SENTRY_MCP_NO_PAUSE: '1' },
    });
    expect([status, computer.files()]).toEqual([0, [FILES.code]]);
    expect(output).not.toContain('Press Enter');
  });

  it('ai-mcp 94: "q" at the terminal leaves everything as it is', async () => {
    using computer = new AgentComputer();
    const { status } = await computer.runOnTerminal(['q']);
    expect([status, computer.files()]).toEqual([0, []]);
  });

  it('ai-mcp 93, 94: piped without a terminal nothing can be asked: exit 1, and how to go on', async () => {
    using computer = new AgentComputer();
    const { status, output } = await computer.runPiped();
    expect([status, computer.files()]).toEqual([1, []]);
    expect(output).toContain('echo all | bash mcp-setup.sh');
  });

  it('a download that breaks off does nothing', async () => {
    using computer = new AgentComputer();
    const whole = readFileSync(SETUP_SCRIPT);
    const { output } = await computer.runPiped({}, whole.subarray(0, whole.length - 20));
    expect([output.includes('AI clients'), computer.files()]).toEqual([false, []]);
  });
});

describe('what it needs', () => {
  it.each([[[]], [[AGENT_KEY]], [['', AGENT_URL]], [[AGENT_KEY, '']]])(
    '%j: usage and exit 1',
    async (args) => {
      using computer = new AgentComputer();
      const { status, output } = await computer.run('all', { args });
      expect([status, computer.files()]).toEqual([1, []]);
      expect(output).toContain('Usage: mcp-setup.sh <key> <server address>');
    },
  );

  it.each([
    ['osc_"quote', AGENT_URL],
    ['osc_ blank', AGENT_URL],
    ['osc_\nline', AGENT_URL],
    [AGENT_KEY, 'http://host/"mcp'],
    [AGENT_KEY, 'http://host/\\'],
    [AGENT_KEY, 'ftp://host/mcp'],
    [AGENT_KEY, 'host/mcp'],
    [AGENT_KEY, 'http://'],
  ])('%j %j is refused before anything is asked', async (...args) => {
    using computer = new AgentComputer();
    const { status, output } = await computer.run('all', { args });
    expect([status, computer.files()]).toEqual([1, []]);
    expect(output).toContain('Error: the ');
    expect(output).not.toContain(args[0]);
  });

  it('characters with a meaning to the shell arrive as they are', async () => {
    using computer = new AgentComputer();
    const url = 'https://cameras.example/a&b;c/mcp?x=[1]&y=$';
    const refused = await computer.run('3', { args: [AGENT_KEY, url] });
    expect(refused.status).toBe(1);
    const fine = await computer.run('3', { args: ['a+b/c=~.', url.replace('$', '@URL@')] });
    expect(fine.status).toBe(0);
    expect(computer.text(FILES.cursor)).toContain('"https://cameras.example/a&b;c/mcp?x=[1]&y=@URL@/"');
    expect(computer.text(FILES.cursor)).toContain('"Bearer a+b/c=~."');
    expect(fine.output).toContain('dashboard: https://cameras.example/mcp\n');
  });

  it('a python3 that does not run is passed over; without Node.js too, exit 1', async () => {
    using computer = new AgentComputer();
    computer.program('python3', 'exit 1');
    expect((await computer.run('3')).status).toBe(0);
    computer.remove('node');
    const { status, output } = await computer.run('4');
    expect(status).toBe(1);
    expect(output).toContain('Python 3 (or Node.js) is needed');
    expect(computer.files()).toEqual([FILES.cursor]);
  });

  it('another system is sent to the other script', async () => {
    using computer = new AgentComputer();
    const { status, output } = await computer.run('all', { env: { FAKE_SYSTEM: 'MINGW64_NT-10.0' } });
    expect(status).toBe(1);
    expect(output).toContain('mcp-setup.ps1');
  });
});
