import { readText } from './documentation.ts';

/** The opening tag that begins at `start`, whose attributes may hold further tags in braces. */
function openingTag(source: string, start: number): string {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const letter = source.charAt(at);
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
    if (letter === '>' && depth === 0) return source.slice(start, at + 1);
  }
  throw new Error('a route that never ends');
}

/** Patterns of all addresses the dashboard has a page for, as its route table nests them. */
export function dashboardRoutes(): readonly string[] {
  const source = readText('renderer/app/routes.tsx');
  const found: string[] = [];
  const above: string[] = [];
  for (const { index, 0: beginning } of source.matchAll(/<Route(?=[\s>])|<\/Route>/g)) {
    if (beginning === '</Route>') {
      above.pop();
      continue;
    }
    const tag = openingTag(source, index);
    const path = /\bpath="([^"]+)"/.exec(tag)?.[1] ?? '';
    const full = `${above.at(-1) ?? ''}/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');
    if (path !== '*' && (path !== '' || /\bindex\b/.test(tag))) found.push(full);
    if (!tag.endsWith('/>')) above.push(full);
  }
  return found;
}
