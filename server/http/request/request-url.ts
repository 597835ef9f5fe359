/** The path and query of a request target, which may be a whole URL; undefined when it holds no path. */
export function originForm(target: string | undefined): string | undefined {
  if (target?.startsWith('/') === true) return target;
  const rest = (target ?? '').replace(/^https?:\/\/[^/?#]*/i, '');
  return rest.startsWith('/') ? rest : undefined;
}

/** Path of a request target, without its query. */
export function pathOf(url: string | undefined): string {
  const target = url ?? '/';
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
}

/** Query parameters; of a repeated one the last counts. */
export function queryOf(url: string | undefined): Record<string, string> {
  const target = url ?? '/';
  const mark = target.indexOf('?');
  return mark === -1 ? {} : Object.fromEntries(new URLSearchParams(target.slice(mark + 1)));
}
