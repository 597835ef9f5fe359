import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { launchBrowser } from '../../throwaway/browser.ts';
import { calmly, confineSelf, LOAD_CORE, SERVER_CORE } from '../machine/cores.ts';
import { openWall, signedIn } from '../screen/pages.ts';
import { armWatch, watchSeenAt } from '../screen/sight.ts';
import { line, type Bench, type Line, type SectionResult } from '../section.ts';
import { type BenchCamera, ServerProcess } from '../servers/server-process.ts';
import { quantile } from '../statistics.ts';

/** Events are this far apart, ms, at least and at most: never in step with anything the page does by itself. */
const APART_MS = [150, 650] as const;

interface Event {
  readonly path: string;
  readonly body: unknown;
  /** What is on the page when the event is. */
  readonly selector: string;
}

/** From a node's telling of motion, or of a camera that is gone, to its being on a wall in Chromium. */
export async function news(bench: Bench): Promise<SectionResult> {
  // A browser needs both cores.
  confineSelf(SERVER_CORE, LOAD_CORE);
  const lines: Line[] = [];
  const figures: Record<string, number[]> = {};
  try {
    await using browser = await launchBrowser();
    await using server = await ServerProcess.start(bench.serverArgs);
    const [camera] = await server.addCameras(1);
    if (camera === undefined) throw new Error('The server registered no camera.');
    await using context = await signedIn(browser, server);
    const page = await openWall(context, server);
    const tile = `[data-testid="tile"][data-camera-id="${camera.id}"]`;
    await page.locator(tile).waitFor();
    const count = bench.quick ? 12 : 50;
    for (const [what, eventOf] of Object.entries(KINDS)) {
      bench.say(what);
      const { value, stealPercent } = await calmly(async () => {
        const tookMs: number[] = [];
        for (let turn = 0; turn < count; turn += 1)
          tookMs.push(await seenAfter(page, { server, camera, event: eventOf(camera, tile, turn) }));
        return tookMs;
      });
      figures[what] = value;
      const [p50, p95] = [quantile(value, 0.5), quantile(value, 0.95)];
      const note = `p50 ${p50.toFixed(0)} ms of ${value.length}, steal ${stealPercent.toFixed(1)} %`;
      lines.push(line(`${what}: p95`, p95, { atMost: 250, digits: 0, unit: ' ms', note }));
    }
  } finally {
    confineSelf(LOAD_CORE);
  }
  return { title: 'From an event to the screen in Chromium', lines, figures };
}

const KINDS: Readonly<Record<string, (camera: BenchCamera, tile: string, turn: number) => Event>> = {
  motion: ({ id }, tile, turn) => {
    const score = 10 + (turn % 80);
    return {
      path: `/api/cameras/${id}/motion`,
      body: { score },
      selector: `${tile} [data-testid="motion"][data-score="${score}"]`,
    };
  },
  'camera offline': ({ id }, tile, turn) => {
    // Whatever else it reports, the tile shows what its player has come to.
    const status = turn % 2 === 0 ? 'offline' : 'failed';
    return {
      path: '/api/nodes/heartbeat',
      body: { node_id: id.slice(0, id.indexOf('_')), cameras: [{ camera_id: id, status }] },
      selector: `${tile}[data-state="${status}"]`,
    };
  },
};

/** Sends the event; answers how long after that the page showed it, ms. */
async function seenAfter(
  page: Page,
  { server, camera, event }: { server: ServerProcess; camera: BenchCamera; event: Event },
): Promise<number> {
  const [least, most] = APART_MS;
  await sleep(least + Math.random() * (most - least));
  await armWatch(page, event.selector);
  const sentAt = Date.now();
  const answer = await fetch(server.url + event.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-node-api-key': camera.nodeKey },
    body: JSON.stringify(event.body),
  });
  if (!answer.ok) throw new Error(`An event was answered with ${answer.status}: ${await answer.text()}`);
  return (await watchSeenAt(page)) - sentAt;
}
