import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGENT_KEY, AGENT_URL } from './agent-computer.ts';
import { agentEntries } from './agent-entries.ts';

const SCRIPT = readFileSync(join(import.meta.dirname, '../../templates/mcp-setup.ps1'), 'utf8');
const ENTRIES = agentEntries(`${AGENT_URL}/`, AGENT_KEY);

/** The table of clients, as it stands in the script. PowerShell itself is not run. */
function clients() {
  const rows = SCRIPT.matchAll(/Name = '([^']+)'; Process = '(\w+)'\n +File = (.*)\n +Shape = '(.*)'/g);
  return [...rows].map(([, name = '', process = '', file = '', shape = '']) => ({
    name,
    process,
    file,
    entry: JSON.parse(
      shape
        .replace('@URL@', `${AGENT_URL}/`)
        .replace('@KEY@', AGENT_KEY)
        .replace(
          '@PLAIN@',
          AGENT_URL.startsWith('http:') && !AGENT_URL.includes('127.0.0.1') ? ',"--allow-http"' : '',
        ),
    ) as unknown,
  }));
}

describe('mcp-setup.ps1, read and not run', () => {
  it('ai-mcp 92: each client has its own shape, the same as on other systems but for the desktop app', () => {
    expect(clients().map(({ name, entry }) => [name, entry])).toEqual([
      ['Claude Code', ENTRIES['Claude Code']],
      ['Claude Desktop', ENTRIES['Claude Desktop on Windows']],
      ['Cursor', ENTRIES.Cursor],
      ['Windsurf', ENTRIES.Windsurf],
    ]);
  });

  it('ai-mcp 92: each client has its own file', () => {
    expect(clients().map(({ file }) => file)).toEqual([
      `Join-Path $env:USERPROFILE '.claude.json'`,
      String.raw`Join-Path $env:APPDATA 'Claude\claude_desktop_config.json'`,
      String.raw`Join-Path $env:USERPROFILE '.cursor\mcp.json'`,
      String.raw`Join-Path $env:USERPROFILE '.codeium\windsurf\mcp_config.json'`,
    ]);
  });

  it('takes its two arguments by position, and both names of its switches are those of the other script', () => {
    expect(SCRIPT).toMatch(/^(#.*\n)+param\(\[string\]\$Key, \[string\]\$Url\)\n/);
    const shell = readFileSync(join(import.meta.dirname, '../../templates/mcp-setup.sh'), 'utf8');
    const switches = (text: string) => new Set(text.match(/SOURCEBOX_SENTRY_MCP_\w+/g));
    expect(switches(SCRIPT)).toEqual(switches(shell));
  });

  it('is plain ASCII, so that no version of PowerShell misreads it', () => {
    expect(SCRIPT).toMatch(/^[\n\x20-\x7E]+$/);
  });
});
