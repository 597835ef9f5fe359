import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { install } from '../contract/install.ts';
import { AppError } from '../http/app-error.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { downloadFor, knownPlatform } from './node-downloads.ts';
import type { ReleaseCache } from './release-cache.ts';

export interface InstallRoutesDeps {
  readonly releases: ReleaseCache;
}

/** The scripts as they lie in the templates, and the way to the newest node program. */
export function installRoutes(binder: RouteBinder, deps: InstallRoutesDeps): void {
  const shell = 'text/x-shellscript; charset=utf-8';
  const caching = { 'Cache-Control': 'no-cache, max-age=60' };
  const node = scriptSender('install.sh', { 'Content-Type': shell });
  const agentShell = scriptSender('mcp-setup.sh', { 'Content-Type': shell, ...caching });
  const agentPowerShell = scriptSender('mcp-setup.ps1', {
    'Content-Type': 'text/plain; charset=utf-8',
    ...caching,
  });
  binder.bind(install.script, ({ response }) => node(response));
  binder.bind(install.agentSetupShell, ({ response }) => agentShell(response));
  binder.bind(install.agentSetupPowerShell, ({ response }) => agentPowerShell(response));
  binder.bind(install.download, async ({ params, response }) => {
    const platform = knownPlatform(params.os, params.arch);
    if (platform === undefined) throw AppError.plain(404, 'There is no node program for that system.');
    const release = await deps.releases.current();
    if (release === undefined) {
      throw AppError.plain(
        503,
        'The newest node program is not known: the release feed did not answer, or asking it is switched off.',
      );
    }
    const url = downloadFor(release, platform);
    if (url === undefined) throw AppError.plain(404, 'The newest release has no file for that system.');
    response.writeHead(302, { Location: url, 'Cache-Control': 'no-store', 'Content-Length': 0 });
    response.end();
    return undefined;
  });
}

/** Sends a script of the templates byte for byte; read once, so that a start without it fails. */
function scriptSender(
  name: string,
  headers: Readonly<Record<string, string>>,
): (response: ServerResponse) => undefined {
  const script = readFileSync(fileURLToPath(new URL(`../../templates/${name}`, import.meta.url)));
  return (response) => {
    response.writeHead(200, {
      ...headers,
      'Content-Disposition': `inline; filename=${name}`,
      'Content-Length': script.length,
    });
    response.end(response.req.method === 'HEAD' ? undefined : script);
    return undefined;
  };
}
