import { texts } from '../texts/texts.ts';
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

function serving({ health, lanUrl, url }: Pick<MenuFacts, 'health' | 'lanUrl' | 'url'>): string {
  const { state } = texts();
  const cameras = health?.cameras ?? 0;
  const what = cameras === 0 ? state.ready : state.serving(cameras);
  const where = lanUrl ?? (url === undefined ? '' : state.thisComputerOnly(url));
  const tone = health?.tone ?? 'ok';
  return state.at(what, where) + (tone === 'ok' ? '' : state[tone]);
}

/** One line that says how things are; also what pointing at the tray icon shows. */
export function stateLine(facts: Pick<MenuFacts, 'state' | 'health' | 'lanUrl' | 'url'>): string {
  const { state: say } = texts();
  switch (facts.state.kind) {
    case 'running':
      return serving(facts);
    case 'restarting':
      return say.restarting(say.why[facts.state.reason]);
    case 'starting':
    case 'stopped':
    case 'failed':
      return say[facts.state.kind];
  }
}
