import { z } from 'zod';
import { system } from '../../server/contract/system.ts';

/** State of the server as the shell shows it. */
export interface Health {
  readonly tone: 'ok' | 'warning' | 'error';
  /** Cameras whose live picture is being served. */
  readonly cameras: number;
  /** Open dashboards and other listeners, those of this shell included. */
  readonly subscribers: number;
}

const TONES = { healthy: 'ok', degraded: 'warning', unhealthy: 'error' } as const;
const answer = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  checks: z.record(z.string(), z.unknown()),
});
const cameraFigures = z.object({ playlists_cached: z.number().catch(0) });
const listenerFigures = z.object({ subscriber_total: z.number().catch(0) });

/** Asks a server how it fares. Throws when it does not answer within `timeoutMs`. */
export async function askHealth(url: string, timeoutMs: number): Promise<Health> {
  const response = await fetch(`${url}${system.detailed.path}`, { signal: AbortSignal.timeout(timeoutMs) });
  const { status, checks } = answer.parse(await response.json());
  const { playlists_cached: cameras } = cameraFigures.parse(checks['hls_cache'] ?? {});
  const { subscriber_total: subscribers } = listenerFigures.parse(checks['sse'] ?? {});
  return { tone: TONES[status], cameras, subscribers };
}

/** True when nothing listens there any more, as opposed to a server that is busy. */
export function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
