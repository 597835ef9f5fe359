import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
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

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GIB = 1024 ** 3;
const REMOVED = 'cafe0001_video9';
const TOOLS = ['view_camera', 'list_cameras', 'watch_camera', 'list_nodes'];
const ACTS = ['recording_toggled', 'signed_in', 'timezone_updated', 'webhook_created', 'signed_in'];
const MAILS = ['camera_offline', 'incident_created', 'motion', 'node_offline'];

/** Moments spread over so many days, the newest a minute ago, denser by day. */
function moments(count: number, days: number): string[] {
  const newest = Date.now() - 60_000;
  return Array.from({ length: count }, (_, index) =>
    new Date(newest - ((index / count) ** 1.4 + (index % 7) / 200) * days * DAY_MS).toISOString(),
  );
}

/** Writes what weeks of use would have left in the logs. */
function rememberWeeks(file: string, cameraIds: readonly string[]): void {
  const db = new BetterSqlite3(file);
  try {
    const org = db.prepare('select org_id from audit_log limit 1').pluck().get() as string;
    const view = db.prepare(
      'insert into stream_access_logs (user_id, user_email, org_id, camera_id, node_id, ip_address, accessed_at) values (?, ?, ?, ?, ?, ?, ?)',
    );
    const cameras = [...cameraIds, REMOVED];
    for (const [index, at] of moments(240, 20).entries()) {
      const mail = index % 5 === 0 ? 'mia@example.com' : 'owner@example.com';
      view.run(mail, mail, org, cameras[index % cameras.length], 'node', '192.168.1.20', at);
    }
    const callRow = db.prepare(
      'insert into mcp_activity_logs (org_id, tool_name, key_name, status, duration_ms, args_summary, error, timestamp) values (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const [index, at] of moments(120, 12).entries()) {
      const failed = index % 40 === 3;
      const error = failed ? 'The camera did not answer in time.' : null;
      const tool = TOOLS[index % TOOLS.length];
      const key = index % 4 === 0 ? 'Counter tablet' : 'Night watch';
      callRow.run(org, tool, key, failed ? 'error' : 'completed', 40 + index, 'camera=Front door', error, at);
    }
    const act = db.prepare(
      'insert into audit_log (org_id, timestamp, event, ip_address, username, details) values (?, ?, ?, ?, ?, ?)',
    );
    for (const [index, at] of moments(80, 15).entries()) {
      const event = ACTS[index % ACTS.length];
      act.run(org, at, event, '192.168.1.20', 'owner@example.com', '{"name":"Front door"}');
    }
    const mail = db.prepare(
      'insert into email_log (org_id, timestamp, recipient_email, kind, status, error) values (?, ?, ?, ?, ?, ?)',
    );
    for (const [index, at] of moments(60, 10).entries()) {
      const status = index % 20 === 4 ? 'failed' : index % 11 === 5 ? 'suppressed' : 'sent';
      const error = status === 'failed' ? '=The mail server refused: mailbox full' : null;
      mail.run(org, at, 'owner@example.com', MAILS[index % MAILS.length], status, error);
    }
  } finally {
    db.close();
  }
}

describe('the admin area and the test of video', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let node: SimulatedNode;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const open = async (path: string, heading: string) => {
    await page.goto(server.url + path);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  };
  const tile = (label: string) => page.getByRole('link').filter({ hasText: label });
  const download = async () => {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const file = await coming;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  };

  it('an empty place says what belongs here, and nothing looks broken', async () => {
    await open('/admin', 'Overview');
    await tile('Stream views').getByText('0', { exact: true }).waitFor();
    await tile('Agent errors').getByText('All clear').waitFor();
    await tile('Fullest node').getByText('No node has reported its space yet').waitFor();
    await page.getByText('No nodes yet. Their space appears here').waitFor();
    await open('/admin/storage', 'Storage');
    await page.getByRole('heading', { name: 'No nodes yet' }).waitFor();
    await page.getByRole('heading', { name: 'This server' }).waitFor();
    await open('/test-hls', 'Test video');
    await page.getByRole('heading', { name: 'No cameras yet' }).waitFor();
    await inspectPage(page, 'test-video-empty');
  });

  it('the overview counts what happened and leads to it', async () => {
    const { nodeId, key } = await createNode(owner, 'Back office');
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: 2,
      heartbeatMs: 2000,
      reconnectMs: [200],
      storage: {
        used_bytes: 46 * GIB,
        max_bytes: 50 * GIB,
        disk_free_bytes: 120 * GIB,
        disk_total_bytes: 240 * GIB,
      },
    });
    rememberWeeks(join(server.dataDir, 'sentinel.db'), node.cameraIds);
    await eventually('the node has told its space', async () => {
      const listed = (await owner.get('/api/nodes')).json<{ storage: unknown }[]>();
      return listed.some(({ storage }) => storage !== null);
    });
    await open('/admin', 'Overview');
    await tile('Fullest node').getByText('92%').waitFor();
    await tile('Cameras').getByText('of at most').waitFor();
    await tile('Agent errors').getByText('Worth a look').waitFor();
    await eventually('two courses', async () => (await page.getByTestId('sparkline').count()) === 2);
    const views = async () => Number(await tile('Stream views').locator('span').nth(1).textContent());
    const ofWeek = await views();
    await page.getByRole('button', { name: '30 days' }).click();
    await eventually('more views in more days', async () => (await views()) > ofWeek);
    expect(await views()).toBe(240);
    await tile('Agent errors').getByText('in the last 30 days').waitFor();
    await inspectPage(page, 'admin-overview');
    await tile('Stream views').click();
    await page.getByRole('heading', { name: 'Who watched', level: 1 }).waitFor();
  });

  it('who watched: spans, cameras by name and removed ones by id, page length, and the file of the filters', async () => {
    await page.getByRole('heading', { name: /^\d+ views$/ }).waitFor();
    for (const span of ['1 day', '14 days', '30 days']) {
      await page.getByRole('button', { name: span, exact: true }).click();
      await page.getByRole('button', { name: span, exact: true, pressed: true }).waitFor();
    }
    await page.getByRole('heading', { name: '240 views' }).waitFor();
    const rows = page.getByRole('table', { name: 'Views' }).getByRole('row');
    await eventually('25 rows and the head', async () => (await rows.count()) === 26);
    await page.getByLabel('Rows on a page').selectOption('50');
    await eventually('50 rows and the head', async () => (await rows.count()) === 51);
    await page.getByLabel('Camera', { exact: true }).selectOption({ label: `${REMOVED} (removed)` });
    await page.getByRole('searchbox', { name: 'Person' }).fill('MIA@');
    await eventually('only hers', async () => (await rows.count()) < 30);
    expect(await rows.count()).toBeGreaterThan(1);
    const { name, text } = await download();
    expect(name).toMatch(/^stream-access-log.*\.csv$/);
    const lines = text.trim().split(/\r?\n/).slice(1);
    expect(lines).toHaveLength((await rows.count()) - 1);
    expect(lines.every((line) => line.includes(REMOVED) && line.includes('mia@example.com'))).toBe(true);
    await page.getByRole('button', { name: '7 days' }).click();
    await inspectPage(page, 'admin-watching-filled');
  });

  it('audit trail: charts, filters, and the file of the filters', async () => {
    await open('/admin/audit', 'Audit trail');
    await page.getByRole('button', { name: '30 days' }).click();
    await page.getByText(/Entries\. .*: \d+/).waitFor({ state: 'attached' });
    await page.getByLabel('What').selectOption({ label: 'Webhook added' });
    const rows = page.getByRole('table', { name: 'Audit trail' }).getByRole('row');
    await eventually('only these', async () => (await rows.count()) === 17);
    const { text } = await download();
    expect(text.trim().split(/\r?\n/)).toHaveLength(17);
    await page.getByLabel('Who', { exact: true }).fill('nobody');
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByLabel('Who', { exact: true }).fill('');
    await page.getByRole('cell', { name: 'Webhook added' }).first().waitFor();
    await inspectPage(page, 'admin-audit-filled');
  });

  it('AI agents: the tab warns of failed calls, which the filter finds', async () => {
    await open('/admin/agents', 'AI agents');
    await page.getByRole('link', { name: /AI agents.*failed calls in 7 days/ }).waitFor();
    await page.getByLabel('Outcome').selectOption('error');
    const rows = page.getByRole('table', { name: 'Calls' }).getByRole('row');
    await eventually('three failed calls', async () => (await rows.count()) === 4);
    expect((await download()).text.trim().split(/\r?\n/)).toHaveLength(4);
    await page.getByRole('button', { name: '1 day', exact: true }).click();
    await inspectPage(page, 'admin-agents-filled');
  });

  it('mail: what became of it over time, and a file that no spreadsheet runs as a formula', async () => {
    await open('/admin/mail', 'Mail');
    await page.getByRole('button', { name: '14 days' }).click();
    await page.getByRole('heading', { name: '60 mails, 3 failed' }).waitFor();
    const rows = page.getByRole('table', { name: 'Mails', exact: true }).getByRole('row');
    await page.getByLabel('Rows on a page').selectOption('100');
    await eventually('60 rows and the head', async () => (await rows.count()) === 61);
    await page.getByLabel('Time range').selectOption({ label: 'Last 24 hours' });
    await eventually('only those of a day', async () => (await rows.count()) < 61);
    expect(await rows.count()).toBeGreaterThan(1);
    await page.getByLabel('Time range').selectOption({ label: 'All that is stored' });
    await page.getByLabel('Outcome').selectOption('failed');
    await eventually('three failed mails', async () => (await rows.count()) === 4);
    const { name, text } = await download();
    expect(name).toMatch(/^mail-log-.*\.csv$/);
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe('timestamp,kind,recipient,status,error');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(",failed,'=The mail server refused");
    await inspectPage(page, 'admin-mail-filled');
  });

  it('storage: every node with its recordings and its disk, and the file', async () => {
    await open('/admin/storage', 'Storage');
    await page.getByText('92% used').waitFor();
    await page.getByText('Recordings: 46.0 GiB of 50.0 GiB').waitFor();
    expect((await download()).text).toContain(`Back office,online,${46 * GIB},${50 * GIB}`);
    await inspectPage(page, 'admin-storage');
    await page.getByRole('link', { name: /^Recordings and snapshots/ }).click();
    await page.waitForURL('**/settings/nodes/*');
  });

  it('health: tasks can be narrowed to those that failed, and it leads to the test of video', async () => {
    await open('/admin/health', 'Health');
    await page.getByRole('table', { name: 'Background tasks' }).waitFor();
    await page.getByRole('button', { name: 'With failures' }).click();
    await page.getByText('No task has failed since the server started.').waitFor();
    await page.getByRole('link', { name: 'Test video' }).click();
    await page.waitForURL('**/test-hls');
  });

  it('test video: by keyboard, start plays and measures, and all of it can be taken along as text', async () => {
    await page.getByRole('button', { name: 'Start' }).focus();
    await page.keyboard.press('Enter');
    const probe = page.getByTestId('probe');
    await eventually('it is live', async () => (await probe.getAttribute('data-phase')) === 'live', 20_000);
    const figure = (name: string) => page.locator('dt', { hasText: name }).locator('xpath=../dd');
    const decoded = async () => Number((await figure('Frames decoded').textContent())?.replace(/\D/g, ''));
    const before = await decoded();
    await eventually('frames are counted', async () => (await decoded()) > before);
    await eventually('the bit rate', async () =>
      /bit\/s/.test((await figure('Bit rate').textContent()) ?? ''),
    );
    await eventually('the delay, by notice', async () =>
      /^\d+\.\d s, by notice$/.test((await figure('Delay').textContent()) ?? ''),
    );
    await eventually('the buffer ahead', async () =>
      /^\d+\.\d s$/.test((await figure('Buffer ahead').textContent()) ?? ''),
    );
    const events = page.getByRole('list', { name: 'Player events' });
    await events.getByText('State: Live').first().waitFor();
    const playlist = page.getByRole('textbox', { name: 'Playlist text' });
    expect(await playlist.inputValue()).toMatch(/^#EXTM3U/);
    const first = await playlist.inputValue();
    await eventually('the playlist is refreshed', async () => (await playlist.inputValue()) !== first);
    // Before the page is inspected: that disturbs the video, and of its events the last 50 are kept.
    await page.getByRole('button', { name: 'Copy all as text' }).click();
    const text = await page.getByRole('textbox', { name: 'Test of the video' }).inputValue();
    for (const part of ['State: Live', 'Frames decoded: ', 'Session opened', '#EXTM3U'])
      expect(text).toContain(part);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await inspectPage(page, 'test-video');
  });

  it('test video: a stream that stops is told honestly, and stop lets go of everything', async () => {
    const probe = page.getByTestId('probe');
    await eventually('it is live', async () => (await probe.getAttribute('data-phase')) === 'live', 20_000);
    node.pausePushes(0);
    await eventually('not live any more', async () => (await probe.getAttribute('data-phase')) !== 'live');
    await page.getByText('Ran out of data').first().waitFor();
    node.resumePushes(0);
    await eventually('live again', async () => (await probe.getAttribute('data-phase')) === 'live', 20_000);
    await page.getByRole('button', { name: 'Stop' }).click();
    await eventually('stopped', async () => (await probe.getAttribute('data-phase')) === 'idle');
    await page.getByText('Session closed').first().waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByLabel('Camera', { exact: true }).selectOption(node.cameraIds[1] ?? '');
    await page.waitForURL(`**/test-hls?camera=${node.cameraIds[1]}`);
    await page.getByText('Nothing yet. Start the test').waitFor();
    expect(asked.filter((url) => /segment|m3u8/.test(url))).toEqual([]);
  });

  it('says what is wrong when the server refuses, and keeps what can be shown', async () => {
    await page.route('**/api/audit/stream-logs/stats*', (route) =>
      route.fulfill({ status: 500, json: { detail: 'The log cannot be read now.' } }),
    );
    await open('/admin/watching', 'Who watched');
    await page.getByRole('alert').filter({ hasText: 'The log cannot be read now.' }).waitFor();
    await page.getByRole('table', { name: 'Views' }).waitFor();
    await page.unroute('**/api/audit/stream-logs/stats*');
  });

  it('without the plan for agents asks for nothing of theirs and says so', async () => {
    const locked = await signedInPage(browser, server.url, owner);
    const asked: string[] = [];
    locked.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await locked.route('**/api/nodes/plan', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...((await answer.json()) as object), features: [] } });
    });
    await locked.goto(`${server.url}/admin/agents`);
    await locked.getByRole('heading', { name: 'Not part of your plan' }).waitFor();
    await locked.goto(`${server.url}/admin`);
    await locked.getByRole('link').filter({ hasText: 'Stream views' }).waitFor();
    // Said once the plan is known.
    await locked.getByText('of at most').waitFor();
    expect(await locked.getByText('Agent calls').count()).toBe(0);
    expect(asked.filter((path) => path.startsWith('/api/mcp/'))).toEqual([]);
    await locked.unrouteAll({ behavior: 'wait' });
    await locked.context().close();
  });

  it('members are led away from all of it', async () => {
    const mia = await addMember(owner, 'mia@example.com', 'member');
    const hers = await signedInPage(browser, server.url, mia);
    for (const path of ['/admin', '/admin/storage', '/test-hls']) {
      await hers.goto(server.url + path);
      await hers.waitForURL('**/settings/account');
    }
    await hers.context().close();
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});
