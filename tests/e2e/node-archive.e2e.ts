import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const LOOPBACK = '127.0.0.1';

describe('what a node stores, seen and played in the dashboard', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let node: SimulatedNode;
  let page: Page;

  beforeAll(async () => {
    const lanAddressRule = (address: string): boolean => address === LOOPBACK;
    [server, browser] = await Promise.all([startTestServer({ lanAddressRule }), launchBrowser()]);
    owner = await server.owner();
    const { nodeId, key } = await createNode(owner, 'Back office');
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: 1,
      snapshots: 'still',
      heartbeatMs: 1_000,
      reconnectMs: [200],
      lanStreaming: true,
      localIp: LOOPBACK,
    });
    await node.waitFor('heartbeat', { past: true });
    const cameraId = node.cameraIds[0] ?? '';
    await owner.post(`/api/cameras/${cameraId}/recording`, { recording: true });
    await eventually('the node records', () => node.recording.length === 1);
    await eventually('the command channel is open', () => node.connected);
    const taken = await owner.post(`/api/cameras/${cameraId}/snapshot`);
    expect(taken.status).toBe(200);
    // Enough to play: a few segments accepted while recording.
    const before = node.stats[0]?.segmentsAccepted ?? 0;
    const archived = () => (node.stats[0]?.segmentsAccepted ?? 0) > before + 4;
    await eventually('some segments are archived', archived, 20_000);
    page = await signedInPage(browser, server.url, owner);
    await page.goto(`${server.url}/settings/nodes/${nodeId}`);
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it("plays a day's recording from the node through this server", async () => {
    const watched = watchPage(page, server.url);
    await page
      .getByRole('button', { name: /^Play / })
      .first()
      .click();
    const video = page.getByTestId('day-player');
    await eventually('the recording plays', () =>
      video.evaluate(
        (element) => element instanceof HTMLVideoElement && element.currentTime > 1 && element.videoWidth > 0,
      ),
    );
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });

  it('shows the stored snapshots as pictures', async () => {
    await page.getByRole('button', { name: 'Snapshots', exact: true }).click();
    const picture = page.getByTestId('stored-snapshot').first().locator('img');
    await picture.waitFor();
    await eventually('the picture has pixels', () =>
      picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
    );
  });
});
