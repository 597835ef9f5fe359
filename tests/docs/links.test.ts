import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routeTable } from '../../server/contract/route-table.ts';
import { HELP } from '../../scripts/simulator/command-line.ts';
import { documents, mentions, readText, root, type Document } from './documentation.ts';

/** Served without taking part in the route table. */
const UNDECLARED_ROUTES = new Set(['/api/openapi.json']);
/** Hosts a reader may be sent to, and examples. */
const KNOWN_HOSTS =
  /^(127\.0\.0\.1|localhost|192\.168\.1\.\d+|nodejs\.org|api\.clerk\.com|api\.resend\.com|www\.apache\.org)$/;
/**
 * The one host the server asks by default: the release feed, whose address is a default of the configuration and so
 * stands in its table. Nobody is sent there, and no other page has a reason to name it.
 */
const FEED_HOST = { host: 'api.github.com', page: 'docs/configuration.md' };

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });

function withoutCodeBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** Anchors as Git hosts derive them from headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = withoutCodeBlocks(text).matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Why a link of a document leads nowhere, or undefined. */
function linkProblem(document: Document, target: string): string | undefined {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? join(root, document.path) : join(root, dirname(document.path), file);
  if (relative(root, path).startsWith('..')) return 'leaves the repository';
  if (!existsSync(path)) return 'does not exist';
  if (anchor === undefined) return undefined;
  if (!statSync(path).isFile() || !anchorsOf(readText(relative(root, path))).has(anchor))
    return 'has no such heading';
  return undefined;
}

function linkProblems(document: Document): readonly string[] {
  const links = withoutCodeBlocks(document.text).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .flatMap((target) => {
      const problem = linkProblem(document, target);
      return problem === undefined ? [] : [`${document.path}: ${target} ${problem}`];
    });
}

/** Whether a mentioned path is a declared one; a parameter may stand as `{name}`, `$NAME` or a real value. */
function isDeclared(path: string, method: string | undefined): boolean {
  if (UNDECLARED_ROUTES.has(path)) return true;
  return routeTable.some((endpoint) => {
    if (method !== undefined && endpoint.method !== method) return false;
    const pattern = endpoint.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(path);
  });
}

describe('README and docs', () => {
  it('link only to files and headings that exist', () => {
    expect(documents().flatMap(linkProblems)).toEqual([]);
  });

  it('can all be reached from docs/README.md', () => {
    const index = readText('docs/README.md');
    const pages = documents().filter(({ path }) => path.startsWith('docs/') && path !== 'docs/README.md');
    expect(pages.filter(({ path }) => !index.includes(`](${path.slice('docs/'.length)})`))).toEqual([]);
  });

  it('mention only npm scripts that exist', () => {
    const { scripts } = manifest.parse(JSON.parse(readText('package.json')));
    const runs = mentions(/\bnpm run ([a-z][\w:-]*)/g);
    const unknown = runs.filter(({ match }) => !Object.hasOwn(scripts, match[1] ?? ''));
    expect(runs.length).toBeGreaterThan(0);
    expect(unknown.map(({ where }) => where)).toEqual([]);
    expect(scripts).toHaveProperty('start');
    expect(scripts).toHaveProperty('test');
  });

  it('mention only API paths of the route table, with the right method', () => {
    const paths = mentions(
      /(?:\b(GET|POST|PUT|PATCH|DELETE) )?(?<![\w/-])(?:https?:\/\/[\w.:-]+)?(\/api\/[\w./{}$-]*)/g,
    );
    const wrong = paths.filter(({ match }) => !isDeclared((match[2] ?? '').replace(/\.$/, ''), match[1]));
    expect(paths.length).toBeGreaterThan(10);
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });

  it('send readers to known hosts only', () => {
    const hosts = mentions(/\b(?:https?|wss?):\/\/([\w.-]+)/g);
    const unknown = hosts.filter(({ where, match: [, host = ''] }) => {
      if (host === FEED_HOST.host) return !where.startsWith(`${FEED_HOST.page}: `);
      return !KNOWN_HOSTS.test(host);
    });
    expect(unknown.map(({ where }) => where)).toEqual([]);
  });

  it('name no folder of a machine they were written on and nothing outside the repository', () => {
    const folders = mentions(/(?<![\w.~/])\/(?:work|root|tmp|home|Users)\/[\w.-]+/g);
    const outside = mentions(/(?<![\w/])(?:\.\.\/)+[\w./-]+/g).filter(({ where, match }) => {
      const document = where.slice(0, where.indexOf(':'));
      return !existsSync(join(root, dirname(document), match[0].replace(/[.,]$/, '')));
    });
    expect([...folders, ...outside].map(({ where }) => where)).toEqual([]);
  });

  it('name only source files and folders that exist', () => {
    const paths = mentions(/`((?:server|renderer|scripts|templates|tests)\/[\w./-]*)`/g);
    expect(paths.length).toBeGreaterThan(5);
    expect(
      paths.filter(({ match }) => !existsSync(join(root, match[1] ?? ''))).map(({ where }) => where),
    ).toEqual([]);
  });

  it('name only sections of the settings and of the admin page that exist', () => {
    const labels = (path: string) =>
      [...readText(path).matchAll(/label: t(?:`|\(\{ message: ')([^`']+)[`']/g)].map(
        ([, label = '']) => label,
      );
    const sections = new Map([
      ['Settings', labels('renderer/features/settings/sections.ts')],
      ['Admin', labels('renderer/features/admin/admin-page.tsx')],
    ]);
    const named = mentions(/\*(Settings|Admin)\s+→\s+([^*→]+?)(?:\s+→[^*]*)?\*/g);
    const unknown = named.filter(
      ({ match: [, place = '', section = ''] }) =>
        sections.get(place)?.includes(section.replaceAll(/\s+/g, ' ')) !== true,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(unknown.map(({ where }) => where)).toEqual([]);
  });

  it('list exactly the options of the simulator that its own help lists', () => {
    const usage = /^  --([a-z-]+)/gm;
    const listed = [...HELP.matchAll(usage)].map(([, name = '']) => name);
    const rows = [...readText('docs/simulator.md').matchAll(/^\| `--([a-z-]+)` \|/gm)].map(
      ([, name = '']) => name,
    );
    expect(rows.toSorted()).toEqual(listed.toSorted());
  });

  it('stay short: 150 lines a page, 40 lines a decision record', () => {
    const long = documents().filter(({ path, text }) => {
      const limit = path.startsWith('docs/adr/') ? 40 : 150;
      return text.trimEnd().split('\n').length > limit;
    });
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});
