// The packaged desktop program on the desktop test host: its window, in it the wall, on the wall a camera's live video.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { startSimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { pageAt, seen, trayLabels, type Desktop } from '../support/desktop-host/driver/desktop.ts';
import { startOnHost, type HostedProgram } from '../support/desktop-host/driver/host-desktop.ts';
import { VirtualDisplay } from '../support/desktop-host/driver/virtual-display.ts';
import { createNode, setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { ask, type TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { ROOT } from './packaging.ts';

const SHOTS = join(ROOT, 'test-results', 'packages');

interface PackagedDesktop {
  readonly url: string;
  readonly desktop: Desktop;
  /** Keeps what is on the screen in `test-results`. */
  picture(name: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a packaged program for the first time, on a screen of its own. Resolves when its window shows the set-up. */
async function startPackaged(program: HostedProgram): Promise<PackagedDesktop> {
  const folder = temporaryFolder();
  const display = await VirtualDisplay.start();
  const port = await anyFreePort();
  const launch = { dataDir: join(folder.path, 'data'), port, display: display.name };
  mkdirSync(launch.dataDir);
  const desktop = await startOnHost(launch, {
    ...program,
    env: { ...program.env, SENTINEL_MDNS: 'off', TMPDIR: folder.path },
  });
  const dispose = async (): Promise<void> => {
    await desktop[Symbol.asyncDispose]();
    await display.stop();
    folder[Symbol.dispose]();
  };
  try {
    await pageAt(desktop, '/setup', 60_000);
  } catch (error) {
    await dispose();
    throw new Error(`The packaged program shows no window:\n${desktop.output()}`, { cause: error });
  }
  return {
    url: `http://127.0.0.1:${port}`,
    desktop,
    picture: (name) => {
      mkdirSync(SHOTS, { recursive: true });
      return display.picture(join(SHOTS, `${name}.png`));
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Frames that the first camera on the wall has shown; not a number while it is not live. */
function framesShown(page: Page): Promise<number> {
  return page
    .getByTestId('tile')
    .first()
    .evaluate((tile) => (tile.dataset['state'] === 'live' ? Number(tile.dataset['frames']) : Number.NaN));
}

async function signInWindow(page: Page, url: string, owner: TestClient): Promise<void> {
  const [name = '', value = ''] = (owner.headers['cookie'] ?? '').split('=');
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(url);
}

/**
 * A camera's video comes in through the packaged server and plays in the packaged program's window. What is then on the
 * screen is kept under this name.
 */
export async function showsLiveWall(name: string, program: HostedProgram): Promise<void> {
  await using packaged = await startPackaged(program);
  const { url, desktop } = packaged;
  expect((await ask(`${url}/api/health`, 'GET')).status).toBe(200);
  const owner = await setUpOwner(url);
  const { nodeId, key } = await createNode(owner);
  const page = await pageAt(desktop, url);
  const node = await startSimulatedNode({ url, nodeId, key, cameras: 1 });
  try {
    await signInWindow(page, url, owner);
    const begun = await eventually(
      'the camera is live in the window',
      async () => {
        const frames = await framesShown(page);
        return frames > 0 && frames;
      },
      60_000,
    );
    await eventually('its video goes on', async () => (await framesShown(page)) > begun, 20_000);
    const state = await seen(desktop, 'the tray counts the camera', (now) =>
      (trayLabels(now)[0] ?? '').startsWith('Serving 1 camera'),
    );
    expect(state.windows).toMatchObject([{ visible: true }]);
    await packaged.picture(name);
  } finally {
    await node.stop();
  }
}
