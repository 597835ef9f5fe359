import type { RequestHandler } from 'express';
import type { Endpoint } from '../contract/endpoint.ts';
import { sendJson } from './send.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly methods: string[];
}

function rulesOf(routes: readonly Endpoint[]): Rule[] {
  const byPath = new Map<string, Rule>();
  for (const { path, method } of routes) {
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
    const rule = byPath.get(path) ?? { pattern, methods: [] };
    // Whoever may read may also ask for the headers alone.
    rule.methods.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]));
    byPath.set(path, rule);
  }
  return [...byPath.values()];
}

/** 405 with `Allow` for a known path asked with another method; stands behind the router. */
export function allowedMethods(routes: readonly Endpoint[]): RequestHandler {
  const rules = rulesOf(routes);
  return (request, response, next) => {
    const methods = rules.filter(({ pattern }) => pattern.test(request.path)).flatMap((rule) => rule.methods);
    if (methods.length === 0) {
      next();
      return;
    }
    response.setHeader('Allow', [...new Set(methods)].join(', '));
    sendJson(response, 405, { detail: 'Method Not Allowed' });
  };
}
