import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { contentSecurityPolicy } from './guard/security-headers.ts';
import { SERVER_PATHS } from './http-server.ts';
import { sendJson } from './send.ts';

/** Hashed build output never changes under its name; the page itself is asked for every time. */
function cacheControl(path: string): string {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  return path.endsWith('.html') ? 'no-cache' : 'public, max-age=300';
}

function notFound(response: Response): void {
  sendJson(response, 404, { detail: 'Not Found' });
}

/**
 * The built dashboard: its files, and the page itself for every other path, because the page does its own routing.
 * Paths of programs and missing assets are JSON 404s, never HTML. Only GET and HEAD get a page.
 */
export function dashboardFiles(
  staticDir: string | undefined,
  clerkOrigins: readonly string[],
): RequestHandler[] {
  if (staticDir === undefined) return [(_request, response) => notFound(response)];
  const page = readFileSync(join(staticDir, 'index.html'));
  const policy = contentSecurityPolicy(clerkOrigins);
  const files = express.static(staticDir, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response, file) => {
      const path = file.slice(staticDir.length).replaceAll('\\', '/');
      response.setHeader('Cache-Control', cacheControl(path));
    },
  });
  return [
    (request: Request, response: Response, next: NextFunction) => {
      if (SERVER_PATHS.test(request.path)) notFound(response);
      else next();
    },
    files,
    (request: Request, response: Response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('Allow', 'GET, HEAD');
        sendJson(response, 405, { detail: 'Method Not Allowed' });
      } else if (request.path.startsWith('/assets/')) {
        notFound(response);
      } else {
        response.setHeader('Cache-Control', 'no-cache');
        response.setHeader('Content-Security-Policy', policy);
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.setHeader('Content-Length', page.length);
        response.end(request.method === 'HEAD' ? undefined : page);
      }
    },
  ];
}
