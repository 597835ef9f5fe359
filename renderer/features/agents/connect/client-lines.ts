import { CLIENT_ENTRY } from '../../../../server/contract/agents/tools.ts';

export const SYSTEMS = ['windows', 'mac', 'linux'] as const;
export type System = (typeof SYSTEMS)[number];

export const CLIENTS = ['claude-code', 'claude-desktop', 'cursor', 'windsurf'] as const;
export type Client = (typeof CLIENTS)[number];

/** Stands where a key belongs until there is one. */
export const PLACEHOLDER_KEY = 'osc_your_key_here';

/** A key as this page makes them; anything else must not get into a command line. */
export function isAgentKey(text: string): boolean {
  return /^osc_[0-9a-f]{32}$/.test(text);
}

/** The system a browser says it runs on. */
export function guessSystem(userAgent: string): System {
  if (/Windows/i.test(userAgent)) return 'windows';
  return /Mac OS|Macintosh|iPhone|iPad/i.test(userAgent) ? 'mac' : 'linux';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/**
 * Address that clients are given: the one this page is open at, because it works. A page open on the server's own
 * machine gets the machine's address in the network instead, which works there and elsewhere.
 */
export function serverAddress(lanUrls: readonly string[] | undefined, origin: string): string {
  const [lan] = lanUrls ?? [];
  const address = lan !== undefined && isLoopback(new URL(origin).hostname) ? lan : origin;
  return address.replace(/\/+$/, '');
}

/** Where agents call. Some clients cannot follow a redirect, so the slash belongs to it. */
export function mcpUrl(address: string): string {
  return `${address}/mcp/`;
}

/** The line that sets up every client found on a computer. */
export function setupLine(system: System, address: string, key: string): string {
  const args = `'${key}' '${mcpUrl(address)}'`;
  return system === 'windows'
    ? `& ([scriptblock]::Create((irm ${address}/mcp-setup.ps1))) ${args}`
    : `curl -fsSL ${address}/mcp-setup.sh | bash -s -- ${args}`;
}

/** The line that adds us to Claude Code. */
export function claudeCodeLine(url: string, key: string): string {
  return `claude mcp add --transport http ${CLIENT_ENTRY} ${url} --header "Authorization: Bearer ${key}"`;
}

/** The bridge speaks plain http to other machines only when it is told to. */
function bridgeArgs(url: string, key: string): string[] {
  const { protocol, hostname } = new URL(url);
  const isOpen = protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1';
  return [
    '-y',
    'mcp-remote',
    url,
    '--header',
    `Authorization:Bearer ${key}`,
    ...(isOpen ? ['--allow-http'] : []),
  ];
}

/** How a client writes a server down in its configuration. */
export function clientEntry(client: Client, system: System, url: string, key: string): object {
  const headers = { Authorization: `Bearer ${key}` };
  switch (client) {
    case 'claude-code':
      return { type: 'http', url, headers };
    case 'claude-desktop':
      return system === 'windows'
        ? { command: 'cmd', args: ['/c', 'npx', ...bridgeArgs(url, key)] }
        : { command: 'npx', args: bridgeArgs(url, key) };
    case 'cursor':
      return { url, headers };
    case 'windsurf':
      return { serverUrl: url, headers };
  }
}

/** A whole configuration with nothing but us in it. */
export function clientJson(client: Client, system: System, url: string, key: string): string {
  const servers = { [CLIENT_ENTRY]: clientEntry(client, system, url, key) };
  return JSON.stringify({ mcpServers: servers }, null, 2);
}

const FILES: Readonly<Record<Client, Readonly<Record<System, string>>>> = {
  'claude-code': {
    windows: String.raw`%USERPROFILE%\.claude.json`,
    mac: '~/.claude.json',
    linux: '~/.claude.json',
  },
  'claude-desktop': {
    windows: String.raw`%APPDATA%\Claude\claude_desktop_config.json`,
    mac: '~/Library/Application Support/Claude/claude_desktop_config.json',
    linux: '~/.config/Claude/claude_desktop_config.json',
  },
  cursor: {
    windows: String.raw`%USERPROFILE%\.cursor\mcp.json`,
    mac: '~/.cursor/mcp.json',
    linux: '~/.cursor/mcp.json',
  },
  windsurf: {
    windows: String.raw`%USERPROFILE%\.codeium\windsurf\mcp_config.json`,
    mac: '~/.codeium/windsurf/mcp_config.json',
    linux: '~/.codeium/windsurf/mcp_config.json',
  },
};

/** The file a client keeps its servers in. */
export function configFile(client: Client, system: System): string {
  return FILES[client][system];
}
