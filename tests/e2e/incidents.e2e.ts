import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember, createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const REPORT = `# What happened

1. A **van** stopped at the gate
2. Two people got out

<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>
![pixel](https://evil.example/pixel.png) [click](javascript:window.hacked=true)

[The map](https://example.com/map)
`;

interface Filed {
  readonly id: number;
}

describe('incidents in the dashboard', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let node: SimulatedNode;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;
  /** Calls to the incident routes since the list was emptied. */
  const calls: string[] = [];
  let incidentId = 0;
  let nodeKey = '';

  /** By its whole name: the preview in the editor is a region, too. */
  const report = () => page.getByRole('region', { name: 'Report', exact: true });
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' });

  async function file(title: string, severity: string): Promise<number> {
    const body = { title, summary: `${title}, said shortly.`, severity };
    const answer = await owner.post('/api/incidents', body);
    expect(answer.status).toBe(201);
    return answer.json<Filed>().id;
  }

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    const { nodeId, key } = await createNode(owner, 'Back office');
    nodeKey = key;
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: 2,
      snapshots: 'still',
      heartbeatMs: 1_000,
      reconnectMs: [200],
    });
    await eventually('the command channel is open', () => node.connected);
    await eventually('some video is there', () => (node.stats[0]?.segmentsAccepted ?? 0) > 4, 20_000);
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/incidents')) calls.push(`${request.method()} ${pathname}${search}`);
    });
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('ai-mcp 98: an empty list says for every filter what is missing', async () => {
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByRole('heading', { name: 'Nothing open' }).waitFor();
    await inspectPage(page, 'incidents-empty');
    const titles: (string | null)[] = [];
    for (const state of [/^Open/, /^All/]) {
      await button(state).click();
      for (const by of ['Anyone', 'AI', 'People']) {
        await button(by).click();
        const title = () => page.getByRole('heading', { level: 2 }).textContent();
        await eventually('words of its own', async () => !titles.includes(await title()));
        titles.push(await title());
      }
    }
    expect(new Set(titles).size).toBe(6);
  });

  it('files an incident from the list, with its mistakes said beside the fields', async () => {
    await button('New incident').click();
    await button('File incident').click();
    await page.getByText('Give it a title').waitFor();
    await inspectPage(page, 'incident-new');
    await page.getByLabel('Title').fill('Gate forced open');
    await page.getByLabel('Summary').fill('The lock of the gate was broken at noon.');
    await page.getByLabel('Severity').selectOption('High');
    await button('File incident').click();
    await page.waitForURL(/\/incidents\/\d+$/);
    await page.getByRole('heading', { name: 'Gate forced open', level: 1 }).waitFor();
    incidentId = Number(page.url().split('/').at(-1));
  });

  it('files one from a camera of the wall, with a clip and a picture as evidence', async () => {
    await page.goto(server.url);
    const tile = page.getByTestId('tile').first();
    await tile.hover();
    await tile.getByRole('button', { name: /^More for/ }).click();
    await page.getByRole('menuitem', { name: 'File an incident…' }).click();
    const dialog = page.getByRole('dialog', { name: 'File an incident' });
    expect(await dialog.getByLabel('Camera').inputValue()).toBe(await tile.getAttribute('data-camera-id'));
    expect(await dialog.getByLabel('A picture taken now').isChecked()).toBe(true);
    await inspectPage(page, 'incident-from-camera');
    await dialog.getByLabel('Title').fill('Somebody at the till');
    await dialog.getByLabel('Summary').fill('A person stood behind the till after closing time.');
    await button('File incident').click();
    await page.getByRole('heading', { name: 'Somebody at the till', level: 1 }).waitFor();
    await page.getByTestId('evidence-clip').waitFor();
    await page.getByTestId('evidence-picture').waitFor();
  });

  it('the focus view files one by key, too', async () => {
    await page.goto(`${server.url}/cameras/${node.cameraIds[1] ?? ''}`);
    await page.getByText('Camera ID').waitFor();
    // The page begins to play and to listen for keys in one step.
    await page.locator('[data-testid=tile][data-state=live]').waitFor({ timeout: 20_000 });
    await page.keyboard.press('i');
    const dialog = page.getByRole('dialog', { name: 'File an incident' });
    await dialog.locator(':focus').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toMatch(/^\/cameras\//);
  });

  it('files one from a motion, with place, time and strength written in', async () => {
    const motion = `/api/cameras/${node.cameraIds[0] ?? ''}/motion`;
    const reported = await server.anonymous.post(
      motion,
      { score: 43 },
      { headers: { 'X-Node-API-Key': nodeKey } },
    );
    expect(reported.status).toBe(200);
    await page.goto(`${server.url}/motion`);
    await page.getByTestId('motion-row').first().waitFor();
    await button(/^File an incident: /)
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: 'File an incident' });
    await eventually(
      'its camera',
      async () => (await dialog.getByLabel('Camera').inputValue()) === node.cameraIds[0],
    );
    expect(await dialog.getByLabel('Title').inputValue()).toMatch(/^Motion: /);
    expect(await dialog.getByLabel('Summary').inputValue()).toContain('43 %');
    expect(await dialog.getByLabel('The last 15 seconds of video').isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await inspectPage(page, 'motion-row');
  });

  it('ai-mcp 95: the list asks for open ones, "All" drops that, and who filed is no request', async () => {
    const old = await file('Old noise', 'low');
    await owner.ask('PATCH', `/api/incidents/${old}`, { body: { status: 'dismissed' } });
    await file('Smoke in the yard', 'critical');
    calls.length = 0;
    await page.goto(`${server.url}/incidents`);
    const titles = () => page.getByTestId('incident').locator('.text-base').allTextContents();
    await eventually('three open ones', async () => (await titles()).length === 3);
    expect(await titles()).toEqual(['Smoke in the yard', 'Gate forced open', 'Somebody at the till']);
    // Asked once more when the page begins to listen, and by the clock until then.
    await page.getByTestId('connection').getByText('Connected').waitFor();
    const lists = calls.filter((call) => call.includes('limit='));
    expect(new Set(lists)).toEqual(new Set(['GET /api/incidents?limit=100&offset=0&status=open']));
    expect(lists.length).toBeLessThanOrEqual(2);
    await inspectPage(page, 'incidents');
    calls.length = 0;
    await button(/^All \(4\)/).click();
    await eventually('all four', async () => (await titles()).length === 4);
    expect(calls).toContain('GET /api/incidents?limit=100&offset=0');
    calls.length = 0;
    await button('AI').click();
    await page.getByRole('heading', { name: 'AI has filed no incident yet' }).waitFor();
    await button('People').click();
    expect(await titles()).toHaveLength(4);
    expect(calls).toEqual([]);
  });

  it('opens a report by its address, and Escape leads back to the list', async () => {
    // The page asks for the changes and begins to listen for keys in one step.
    await Promise.all([
      page.waitForRequest('**/revisions'),
      page.goto(`${server.url}/incidents/${incidentId}`),
    ]);
    await page.getByRole('heading', { name: 'Gate forced open', level: 1 }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(`${server.url}/incidents`);
    await page.goto(`${server.url}/incidents/999999`);
    await page.getByRole('heading', { name: 'This incident is not here' }).waitFor();
    await page.goto(`${server.url}/incidents/x`);
    await page.getByRole('heading', { name: 'This incident is not here' }).waitFor();
  });

  it('ai-mcp 97: editing hides the lifecycle and sends only what was changed', async () => {
    await page.goto(`${server.url}/incidents/${incidentId}`);
    await button('Acknowledge').waitFor();
    calls.length = 0;
    await button('Edit').click();
    expect(await button(/Acknowledge|Mark resolved|Dismiss|Delete/).count()).toBe(0);
    await button('Cancel').click();
    await button('Edit').click();
    await page.getByRole('form', { name: 'Edit the incident' }).waitFor();
    await button('Save').click();
    await button('Edit').waitFor();
    expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
    await button('Edit').click();
    await page.getByRole('textbox', { name: 'Report' }).fill(REPORT);
    await button('Preview').click();
    await page.getByRole('region', { name: 'Preview of the report' }).getByText('What happened').waitFor();
    await inspectPage(page, 'incident-edit');
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await button('Save').click();
    expect((await sent).postDataJSON()).toEqual({ report: REPORT });
    await report().getByRole('heading', { name: 'What happened' }).waitFor();
  });

  it('hostile Markdown stays inert in the page', async () => {
    await report().getByText('[Picture left out: pixel]').waitFor();
    expect(await report().locator('img, script').count()).toBe(0);
    const links = report().getByRole('link');
    await eventually('the one good link', async () => (await links.count()) === 1);
    expect(await links.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });

  it('adds an observation, a picture and a clip', async () => {
    const dialog = page.getByRole('dialog', { name: 'Add evidence' });
    await button('Add evidence').click();
    await button('Add').click();
    await page.getByText('Write what was seen').waitFor();
    await dialog.getByLabel('Observation').fill('The lock lay in the grass.');
    await button('Add').click();
    await page.getByTestId('evidence-observation').waitFor();
    for (const [kind, piece] of [
      ['Picture now', 'evidence-picture'],
      ['Picture now', 'evidence-picture'],
      ['Clip', 'evidence-clip'],
    ] as const) {
      const before = await page.getByTestId(piece).count();
      await button('Add evidence').click();
      await button(kind).click();
      await dialog.getByLabel('Camera').selectOption({ index: 1 });
      await dialog.getByLabel('Note (optional)').fill('The gate a moment later');
      if (kind === 'Clip') await inspectPage(page, 'incident-add-evidence');
      await button('Add').click();
      await dialog.waitFor({ state: 'detached' });
      await eventually(`${kind} is listed`, async () => (await page.getByTestId(piece).count()) > before);
    }
  });

  it('plays a clip through its playlist', async () => {
    await button(/^Play the clip/).click();
    const video = page.getByTestId('clip-player');
    await eventually('frames are decoded', () =>
      video.evaluate(
        (element: HTMLVideoElement) =>
          element.currentTime > 0.2 && element.getVideoPlaybackQuality().totalVideoFrames > 3,
      ),
    );
    expect(calls.some((call) => call.endsWith('/playlist.m3u8'))).toBe(true);
  });

  it('enlarges a picture, zooms and moves it by keyboard, and Escape closes it first', async () => {
    await button(/^Enlarge/)
      .first()
      .click();
    const box = page.getByTestId('lightbox');
    const scale = async () => Number(await box.getAttribute('data-scale'));
    await box.getByRole('img').waitFor();
    await inspectPage(page, 'incident-lightbox');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await scale()).toBeCloseTo(1.96);
    const place = () => box.locator('div').first().getAttribute('style');
    const before = await place();
    await page.keyboard.press('ArrowRight');
    await eventually('it moved', async () => (await place()) !== before);
    await page.keyboard.press('0');
    expect(await scale()).toBe(1);
    await page.getByText('Picture 1 of 2').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Picture 2 of 2').waitFor();
    await box.dblclick();
    await eventually('double click zooms', async () => (await scale()) === 3);
    await page.keyboard.press('Escape');
    await page.getByTestId('lightbox').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/incidents/${incidentId}`);
  });

  it('takes an incident through its life, told live to another page', async () => {
    const other = await signedInPage(browser, server.url, owner);
    await other.goto(`${server.url}/incidents/${incidentId}`);
    await other.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await button('Acknowledge').click();
    await other.getByRole('button', { name: 'Acknowledge' }).waitFor({ state: 'detached' });
    await other.context().close();
    await button('Mark resolved').click();
    await button('Reopen').waitFor();
    expect(await button('Mark resolved').count()).toBe(0);
    await button('Dismiss').click();
    await eventually('dismissed', async () => (await button('Dismiss').count()) === 0);
    await button('Reopen').click();
    await button('Acknowledge').waitFor();
  });

  it('tells every change in the timeline and takes one back', async () => {
    const timeline = page.getByRole('list', { name: 'Timeline' });
    await timeline.getByText('Report: before and after').first().click();
    await inspectPage(page, 'incident');
    const undo = timeline.getByRole('button', { name: /^Undo: changed report/ });
    await undo.click();
    await report().getByText('Not written yet').waitFor();
    await timeline.getByText('Took back a change of report').waitFor();
    await timeline
      .getByRole('button', { name: /^Undo: changed report/ })
      .last()
      .click();
    await report().getByRole('heading', { name: 'What happened' }).waitFor();
  });

  it('shows what an export proves and the fingerprint to compare', async () => {
    await button('Export').click();
    const dialog = page.getByRole('dialog', { name: 'Export the evidence' });
    const key = (await owner.get('/api/incidents/signing-key')).json<{ fingerprint: string }>();
    await eventually(
      'the fingerprint',
      async () =>
        (await dialog
          .getByLabel(/^Fingerprint/)
          .first()
          .inputValue()) === key.fingerprint,
    );
    await inspectPage(page, 'incident-export');
    const download = page.waitForEvent('download');
    await button('Download ZIP').click();
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
    await button('Close').last().click();
  });

  it('ai-mcp 96: deleting asks with the title; cancelled it calls nothing, failed it stays and says why', async () => {
    await page.goto(`${server.url}/incidents`);
    await page.getByRole('link', { name: /Smoke in the yard/ }).click();
    await button('Delete').click();
    await page.getByRole('dialog').getByText('Smoke in the yard').waitFor();
    await inspectPage(page, 'incident-delete');
    calls.length = 0;
    await button('Keep it').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
    const path = '**/api/incidents/*';
    await page.route(path, (route) =>
      route.request().method() === 'DELETE'
        ? route.fulfill({ status: 500, json: { detail: 'The disk is full' } })
        : route.fallback(),
    );
    await button('Delete').click();
    await button('Delete for good').click();
    await page.getByRole('alert').getByText('The disk is full').waitFor();
    await page.unroute(path);
    await button('Delete for good').click();
    await page.waitForURL(`${server.url}/incidents`);
    await page.getByText('The incident was deleted').waitFor();
    expect(await page.getByRole('link', { name: /Smoke in the yard/ }).count()).toBe(0);
  });

  it('a member who follows a link reads why there is nothing to see', async () => {
    const mia = await signedInPage(browser, server.url, await addMember(owner, 'mia@example.com', 'member'));
    await mia.goto(`${server.url}/incidents/${incidentId}`);
    await mia.getByRole('heading', { name: 'Only administrators can read incidents' }).waitFor();
    expect(await mia.getByRole('link', { name: 'Incidents' }).count()).toBe(0);
    await inspectPage(mia, 'incidents-member');
    await mia.context().close();
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});
