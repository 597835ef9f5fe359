import type { Config } from '../config/config.ts';

const EVERY_ADDRESS = new Set(['0.0.0.0', '::', '']);

/** Address of a server on its own computer. */
export function ownUrl({ host }: Pick<Config, 'host'>, port: number): string {
  if (EVERY_ADDRESS.has(host)) return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
