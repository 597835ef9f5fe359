import type { MenuFacts } from './facts.ts';

export type Tone = 'ok' | 'warning' | 'error';

/** Colour of the tray icon, from the same figures the dashboard's health page shows. */
export function toneOf({ state, health }: Pick<MenuFacts, 'state' | 'health'>): Tone {
  switch (state.kind) {
    case 'running':
      return health?.tone ?? 'ok';
    case 'starting':
    case 'restarting':
      return 'warning';
    case 'stopped':
    case 'failed':
      return 'error';
  }
}

const WORDS = { ok: '', warning: ' (needs attention)', error: ' (something is broken)' } as const;

function serving({ health, lanUrl, url }: Pick<MenuFacts, 'health' | 'lanUrl' | 'url'>): string {
  const cameras = health?.cameras ?? 0;
  const what = cameras === 0 ? 'Ready' : `Serving ${cameras === 1 ? '1 camera' : `${cameras} cameras`}`;
  const where = lanUrl ?? (url === undefined ? '' : `${url}, on this computer only`);
  return `${what} at ${where}${WORDS[health?.tone ?? 'ok']}`;
}

/** One line that says how things are; also what pointing at the tray icon shows. */
export function stateLine(facts: Pick<MenuFacts, 'state' | 'health' | 'lanUrl' | 'url'>): string {
  switch (facts.state.kind) {
    case 'running':
      return serving(facts);
    case 'starting':
      return 'Starting …';
    case 'restarting':
      return `Restarting: ${facts.state.reason}`;
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return 'Not running';
  }
}
