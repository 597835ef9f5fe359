import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { install } from '../contract/install.ts';
import { AppError } from '../http/app-error.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { downloadFor, knownPlatform } from './node-downloads.ts';
import type { ReleaseCache } from './release-cache.ts';

export interface InstallRoutesDeps {
  readonly releases: ReleaseCache;
}

const SCRIPT = fileURLToPath(new URL('../../templates/install.sh', import.meta.url));

/** The install script as it lies in the templates, and the way to the newest node program. */
export function installRoutes(binder: RouteBinder, deps: InstallRoutesDeps): void {
  const script = readFileSync(SCRIPT);
  binder.bind(install.script, ({ response }) => {
    response.setHeader('Content-Type', 'text/x-shellscript; charset=utf-8');
    response.setHeader('Content-Disposition', 'inline; filename=install.sh');
    response.setHeader('Content-Length', script.length);
    response.end(response.req.method === 'HEAD' ? undefined : script);
    return undefined;
  });
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
