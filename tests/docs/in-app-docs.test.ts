import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { matchPath } from 'react-router';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sectionPath } from '../../renderer/features/docs/sections.ts';
import { FACTS } from '../../renderer/features/docs/text/facts.ts';
import { parseInline } from '../../renderer/features/docs/text/inline.ts';
import { shortcutGroups } from '../../renderer/features/frame/overlay/shortcuts.ts';
import { environmentLines } from '../../renderer/features/nodes/setup-lines.ts';
import { environmentSchema } from '../../server/config/config-schema.ts';
import { READ_TOOLS, TOOL_NAMES } from '../../server/contract/agents/tools.ts';
import { routeTable } from '../../server/contract/route-table.ts';
import { planLimits } from '../../server/plans/plan-limits.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { readText, root } from './documentation.ts';
import { FACT_SOURCES } from './fact-sources.ts';
import { codes, dashboardSource, links, pages, said, screenWords } from './in-app-pages.ts';

/** Served without taking part in the route table. */
const UNDECLARED = new Set(['/api/openapi.json', '/mcp/', '/ws/dashboard', '/api-docs', '/api-redoc']);
const WANTED = [
  'getting-started',
  'nodes',
  'network',
  'accounts',
  'live-view',
  'recording',
  'motion',
  'notifications',
  'incidents',
  'mcp',
  'sentinel',
  'home-assistant',
  'plans',
  'backup',
  'updates',
  'security-model',
  'privacy',
  'troubleshooting',
  'api',
];
/** Numbers in sentences that are no limits of ours: names of standards, and status codes. */
const NO_LIMITS = /\b(?:H\.264|argon2id|[45]\d\d|200|299)\b/g;
const FACT = /%([a-z]\w*)%/g;
const SPELLED =
  /\b(?:four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|twenty|thirty|sixty|ninety|hundred|thousand)\b/i;

/** The text without code, addresses of links and facts. */
function sentence(text: string): string {
  return text
    .replaceAll(/`[^`]*`/g, '')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(FACT, '')
    .replaceAll(NO_LIMITS, '');
}

function isDeclared(path: string, method: string | undefined): boolean {
  if (UNDECLARED.has(path)) return true;
  return routeTable.some((endpoint) => {
    if (method !== undefined && endpoint.method !== method) return false;
    const pattern = endpoint.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(path);
  });
}

describe('the help', () => {
  it('has its 19 pages, each with headings that can be linked to', () => {
    expect(pages.map(({ section }) => section.id)).toEqual(WANTED);
    for (const { section, content } of pages) {
      const anchors = content.flatMap((block) => (block.kind === 'heading' ? [block.id] : []));
      expect(anchors.length, section.id).toBeGreaterThan(1);
      expect(new Set(anchors).size, section.id).toBe(anchors.length);
      expect(anchors.filter((anchor) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(anchor))).toEqual([]);
    }
  });

  it('has no mark within another mark, where it would be shown as it is', () => {
    const nested = said.filter(
      ({ text, isCode }) =>
        !isCode && parseInline(text).some((part) => part.kind !== 'code' && /[`*]|\]\(/.test(part.text)),
    );
    expect(nested.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
  });

  it('names every number as the program has it', () => {
    expect(FACTS).toEqual(FACT_SOURCES);
  });

  it('uses every number it knows, and knows every number it uses', () => {
    const used = said.flatMap(({ text }) => [...text.matchAll(FACT)].map(([, name = '']) => name));
    expect([...new Set(used)].toSorted()).toEqual(
      Object.keys(FACTS)
        .filter((name) => name !== 'writeTools')
        .toSorted(),
    );
  });

  it('has no number in a sentence that comes from nowhere', () => {
    const sentences = said.filter(({ isCode }) => !isCode);
    const digits = sentences.filter(({ text }) => /\d/.test(sentence(text)));
    const spelled = sentences.filter(({ text }) => SPELLED.test(sentence(text)));
    expect(digits.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
    expect(spelled.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
  });

  it('sends readers only to pages and headings that exist', () => {
    const routes = dashboardRoutes();
    const anchors = new Map(
      pages.map(({ section, content }) => [
        sectionPath(section),
        content.flatMap((block) => (block.kind === 'heading' ? [block.id] : [])),
      ]),
    );
    const lost = links.filter(({ to }) => {
      const [path = '', anchor] = to.split('#');
      if (UNDECLARED.has(path)) return false;
      if (path.startsWith('/docs/') && !anchors.has(path)) return true;
      if (anchor !== undefined && anchors.get(path)?.includes(anchor) !== true) return true;
      return !routes.some((pattern) => matchPath(pattern, path) !== null);
    });
    expect(links.length).toBeGreaterThan(60);
    expect(lost.map(({ page, to }) => `${page}: ${to}`)).toEqual([]);
  });

  it('names sections of the settings, the admin area and Sentinel as they are called', () => {
    const sections = [
      ['Settings', 'renderer/features/settings/sections.ts'],
      ['Admin', 'renderer/features/admin/admin-page.tsx'],
      ['Sentinel AI', 'renderer/features/sentinel/sentinel-page.tsx'],
    ].flatMap(([place = '', path = '']) =>
      [...readText(path).matchAll(/to: '([^']+)',\s+label: t(?:`|\(\{ message: ')([^`']+)[`']/g)].map(
        ([, to = '', label = '']) => [`${place} → ${label}`, to] as const,
      ),
    );
    const known = new Map<string, string>(sections);
    const named = links.filter(({ words }) => words.includes(' → '));
    expect(named.length).toBeGreaterThan(20);
    for (const { page, words, to } of named) expect(known.get(words), `${page}: ${words}`).toBe(to);
    const spoken = screenWords.filter(({ words }) => words.includes(' → '));
    expect(spoken.filter(({ words }) => !known.has(words))).toEqual([]);
  });

  it('quotes words of the screen only as they stand there', () => {
    const source = dashboardSource();
    const server = readText('server/command-line/serve.ts') + readText('server/start-server.ts');
    const strange = screenWords.filter(
      ({ words }) => !words.includes(' → ') && !source.includes(words) && !server.includes(words),
    );
    expect(screenWords.length).toBeGreaterThan(40);
    expect([...new Set(strange.map(({ page, words }) => `${page}: ${words}`))]).toEqual([]);
  });

  it('mentions only npm scripts that exist', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readText('package.json')));
    const runs = codes.flatMap(({ page, text }) =>
      [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name = '']) => ({ page, name })),
    );
    expect(runs.length).toBeGreaterThan(8);
    expect(runs.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('mentions only API paths of the route table, with the right method', () => {
    const paths = codes.flatMap(({ page, text }) =>
      [
        ...text.matchAll(
          /(?:\b(GET|POST|PUT|PATCH|DELETE) )?(?<=^|[\s"'`]|\$URL|:8000)(\/(?:api|ws|mcp|downloads|install|\.well-known|security)[\w./{}$-]*)/g,
        ),
      ].map(([, method, path = '']) => ({ page, method, path })),
    );
    const wrong = paths.filter(({ path, method }) => !isDeclared(path, method));
    expect(paths.length).toBeGreaterThan(25);
    expect(wrong).toEqual([]);
  });

  it('mentions only settings the program reads', () => {
    const ours = new Set([
      ...Object.keys(environmentSchema.shape),
      ...[...environmentLines('', { nodeId: '', key: '' }).matchAll(/^(\w+)=/gm)].map(
        ([, name = '']) => name,
      ),
    ]);
    const names = codes.flatMap(({ page, text }) =>
      [...text.matchAll(/(?<![\w$%])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => ({ page, name })),
    );
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter(({ name }) => !ours.has(name))).toEqual([]);
    expect(ours.has('PORT')).toBe(true);
  });

  it('mentions only files and folders that exist', () => {
    const paths = codes.flatMap(({ page, text }) =>
      [
        ...text.matchAll(
          /(?<![\w./~-])((?:server|renderer|scripts|templates|tests|docs)\/[\w./-]+|[A-Z]+\.md|\.env\.example)/g,
        ),
      ].map(([, path = '']) => ({ page, path })),
    );
    expect(paths.length).toBeGreaterThan(4);
    expect(paths.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('uses the port of the program and addresses of examples in its lines', () => {
    const wrong = codes.filter(({ text }) =>
      [...text.matchAll(/https?:\/\/([\w.-]+)(?::(\d+))?/g)].some(
        ([, host = '', port]) =>
          !/^(127\.0\.0\.1|192\.168\.1\.20)$/.test(host) || Number(port) !== FACTS.port,
      ),
    );
    const ports = codes.flatMap(({ text }) => [...text.matchAll(/\b(\d{4,5})\/tcp|localport=(\d+)/g)]);
    expect(wrong).toEqual([]);
    expect(ports.length).toBeGreaterThan(2);
    expect(ports.filter(([, tcp, local]) => Number(tcp ?? local) !== FACTS.port)).toEqual([]);
  });

  it('lists every tool of agents where it belongs', () => {
    const table = pages
      .find(({ section }) => section.id === 'mcp')
      ?.content.flatMap((block) => (block.kind === 'table' ? block.rows : []));
    const toolsOf = (column: number) =>
      (table ?? []).flatMap((row) =>
        [...(row[column] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
      );
    const changing = TOOL_NAMES.filter((name) => !READ_TOOLS.some((read) => read === name));
    expect(toolsOf(1).toSorted()).toEqual([...READ_TOOLS].toSorted());
    expect(toolsOf(2).toSorted()).toEqual(changing.toSorted());
  });

  it('says of each plan whether it has agents', () => {
    const row = pages
      .find(({ section }) => section.id === 'plans')
      ?.content.flatMap((block) => (block.kind === 'table' ? block.rows : []))
      .find(([name]) => name === 'AI agents');
    const has = ['self_hosted', 'free_org', 'pro', 'pro_plus'].map((plan) => planLimits(plan).mcp !== null);
    expect(row?.slice(1)).toEqual(has.map((yes) => (yes ? 'yes' : 'no')));
    expect(planLimits('self_hosted').maxViewerHoursPerMonth).toBeNull();
    expect(planLimits('self_hosted').maxCameras).toBe(FACTS.plusCameras);
    expect(planLimits('self_hosted').logRetentionDays).toBe(FACTS.plusDays);
    expect(planLimits('free_org').sentinelRunsPerMonth).toBe(0);
  });

  it('names every kind of access and every key of the wall', () => {
    const rowsOf = (id: string) =>
      pages
        .find(({ section }) => section.id === id)
        ?.content.flatMap((block) =>
          block.kind === 'table' ? block.rows.map(([first = '']) => first) : [],
        ) ?? [];
    const access = new Set(routeTable.map((endpoint) => endpoint.access));
    expect([...access].filter((name) => !rowsOf('api').includes(name))).toEqual([]);
    const shown = new Set(
      shortcutGroups(true, false).flatMap(({ shortcuts }) => shortcuts.map((key) => key.shown)),
    );
    const letters = rowsOf('live-view').flatMap((row) => [...row.matchAll(/`([A-Z?]|Enter|Esc|Space)`/g)]);
    expect(letters.length).toBeGreaterThan(9);
    expect(letters.filter(([, key = '']) => !shown.has(key))).toEqual([]);
  });
});
