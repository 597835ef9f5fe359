import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { chooseLine, expectVisibleFocus, focusedName, tabTo } from '../support/keyboard.ts';
import { createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const NAMES = ['Front door', 'Till'];

describe('the wall without a mouse', () => {
  let server: TestServer;
  let browser: Browser;
  let node: SimulatedNode;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  const tile = (name: string): Locator => page.getByTestId('tile').and(page.getByLabel(`${name}:`));
  const untilState = (name: string, state: string): Promise<boolean> =>
    eventually(
      `${name} is ${state}`,
      async () => (await tile(name).getAttribute('data-state')) === state,
      20_000,
    );
  const untilFocused = async (name: string): Promise<void> => {
    await eventually(`the focus is on ${name}`, async () => (await focusedName(page)).startsWith(`${name}:`));
    await expectVisibleFocus(page, name);
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    const owner = await server.owner();
    const { nodeId, key } = await createNode(owner, 'Shop PC');
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: NAMES.map((name) => ({ name })),
      snapshots: 'still',
      heartbeatMs: 1000,
      reconnectMs: [200],
    });
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
    await page.goto(server.url);
    await untilState('Front door', 'live');
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('watches: arrows choose, Space pauses, Enter opens and Esc leads back to the same tile', async () => {
    await page.keyboard.press('ArrowRight');
    await untilFocused('Front door');
    await page.keyboard.press('ArrowRight');
    await untilFocused('Till');
    await page.keyboard.press('Space');
    await untilState('Till', 'paused');
    await page.keyboard.press('Space');
    await untilState('Till', 'live');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Till', level: 1 }).waitFor();
    await untilFocused('Till');
    await untilState('Till', 'live');
    await page.keyboard.press('Space');
    await untilState('Till', 'paused');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await eventually('the whole wall', async () => (await page.getByTestId('tile').count()) === NAMES.length);
    await untilFocused('Till');
    await page.keyboard.press('ArrowLeft');
    await untilFocused('Front door');
  });

  it('records: R starts and stops, and the tile says what the node has done', async () => {
    const badge = tile('Front door').locator('[data-recording]');
    await page.keyboard.press('r');
    await eventually('it records', async () => (await badge.getAttribute('data-recording')) === 'recording');
    await untilFocused('Front door');
    await page.keyboard.press('r');
    await eventually('it has stopped', async () => (await badge.count()) === 0);
  });

  it('takes a snapshot: the dialog has the focus, gives it back, and its picture can be saved', async () => {
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Snapshot of Front door' });
    await dialog.getByRole('img').waitFor();
    await tabTo(page, 'Download');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toMatch(/^Front door .*\.jpg$/);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await untilFocused('Front door');
  });

  it('mutes: M switches the sound, and the menu keeps a camera quiet and ends that', async () => {
    const sound = () =>
      tile('Front door')
        .locator('video')
        .evaluate((video: HTMLVideoElement) => !video.muted);
    await untilFocused('Front door');
    await page.keyboard.press('m');
    await eventually('the sound is on', sound);
    await page.keyboard.press('m');
    await eventually('the sound is off', async () => !(await sound()));

    const quiet = tile('Front door').getByTestId('quiet');
    await tabTo(page, 'More for Front door');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Snooze' }).waitFor();
    await chooseLine(page, 'Snooze');
    await expectVisibleFocus(page, 'Snooze');
    await page.keyboard.press('ArrowRight');
    await eventually('the submenu has the focus', async () => (await focusedName(page)) === 'For 15 minutes');
    await page.keyboard.press('Enter');
    await quiet.waitFor();
    await eventually('the focus is back', async () => (await focusedName(page)) === 'More for Front door');
    await expectVisibleFocus(page, 'the button of the menu');
    await page.keyboard.press('Enter');
    const end = page.getByRole('menuitem', { name: /^End snooze/ });
    await end.waitFor();
    await chooseLine(page, 'End snooze');
    await page.keyboard.press('Enter');
    await quiet.waitFor({ state: 'detached' });
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched).toEqual({ foreign: [], errors: [] });
  });
});
