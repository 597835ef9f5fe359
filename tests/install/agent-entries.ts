/** What each client wants to find at `mcpServers.opensentry`, for an address that ends in a slash. */
export function agentEntries(url: string, key: string) {
  const headers = { Authorization: `Bearer ${key}` };
  const { protocol, hostname } = new URL(url);
  const isOpen = protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1';
  const bridge = [
    '-y',
    'mcp-remote',
    url,
    '--header',
    `Authorization:Bearer ${key}`,
    ...(isOpen ? ['--allow-http'] : []),
  ];
  return {
    'Claude Code': { type: 'http', url, headers },
    'Claude Desktop': { command: 'npx', args: bridge },
    'Claude Desktop on Windows': { command: 'cmd', args: ['/c', 'npx', ...bridge] },
    Cursor: { url, headers },
    Windsurf: { serverUrl: url, headers },
  } as const;
}

/** Settings as they may be found, and what becomes of them when an entry is added. */
export function mergedSettings(entry: unknown) {
  const opensentry = entry;
  return [
    ['an empty object', {}, { mcpServers: { opensentry } }],
    [
      'other settings',
      { theme: 'dark', nested: { list: ['one'], empty: [], none: null } },
      { theme: 'dark', nested: { list: ['one'], empty: [], none: null }, mcpServers: { opensentry } },
    ],
    [
      'other servers',
      { mcpServers: { files: { command: 'npx', args: ['-y'], env: {} } }, z: 1 },
      { mcpServers: { files: { command: 'npx', args: ['-y'], env: {} }, opensentry }, z: 1 },
    ],
    [
      'an older entry',
      { mcpServers: { opensentry: { url: 'http://old/', extra: true }, b: {} } },
      { mcpServers: { opensentry, b: {} } },
    ],
    ['servers that are a list', { mcpServers: [1], a: 1 }, { mcpServers: { opensentry }, a: 1 }],
    ['servers that are null', { mcpServers: null }, { mcpServers: { opensentry } }],
    ['an entry that is text', { mcpServers: { opensentry: 'x' } }, { mcpServers: { opensentry } }],
    [
      'names that differ by case, blanks and slashes',
      { projects: { 'C:/Shop': { a: ['é\u{1F4F7}\u001B'] }, 'c:/shop': {} }, '': 'x', MCPServers: {} },
      {
        projects: { 'C:/Shop': { a: ['é\u{1F4F7}\u001B'] }, 'c:/shop': {} },
        '': 'x',
        MCPServers: {},
        mcpServers: { opensentry },
      },
    ],
  ] as const;
}
