import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import {
  inTurn,
  type ModelReplyScript,
  type ModelServer,
  startModelServer,
} from '../support/model-server.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { addMember, createNode } from '../support/people.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const FOUND = 'A van stands at the back door with its lights on. Nobody is to be seen.';

describe('the page of Sentinel AI', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let node: SimulatedNode;
  let model: ModelServer;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;
  /** Changes of the rules that were sent. */
  const changes: unknown[] = [];

  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' });
  const section = (name: string) =>
    page.getByRole('navigation', { name: 'Sentinel AI' }).getByRole('link', { name, exact: true });
  const outcomes = () =>
    page
      .getByTestId('run')
      .locator('[data-outcome]')
      .evaluateAll((all) => all.map((mark) => (mark as HTMLElement).dataset['outcome']));

  async function ask(prompt: string): Promise<void> {
    await button('Run now').click();
    await page.getByLabel('What should it find out?').fill(prompt);
    await button('Start').click();
    await page.getByRole('dialog', { name: 'Run now' }).waitFor({ state: 'detached' });
  }

  beforeAll(async () => {
    [server, browser, model] = await Promise.all([startTestServer(), launchBrowser(), startModelServer()]);
    owner = await server.owner();
    const { nodeId, key } = await createNode(owner, 'Back office');
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: 3,
      snapshots: 'still',
      heartbeatMs: 1_000,
      reconnectMs: [200],
    });
    await eventually('the command channel is open', () => node.connected);
    page = await signedInPage(browser, server.url, owner);
    watched = watchPage(page, server.url);
    page.on('request', (request) => {
      if (request.method() === 'PATCH') changes.push(request.postDataJSON());
    });
  });

  afterAll(async () => {
    await node?.stop();
    await browser?.close();
    await model?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  it('says what it is, and that nobody works on runs before a model is chosen', async () => {
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Sentinel AI' }).click();
    await page.getByText('Nobody works on runs yet').waitFor();
    await page.getByText('1. Something happens').waitFor();
    expect(await button('Run now').isDisabled()).toBe(true);
    await inspectPage(page, 'sentinel-empty');
  });

  it('sets a model up, tells which host receives pictures, tests it and switches it on', async () => {
    await page.getByRole('link', { name: 'Choose a model' }).click();
    await page.getByText('Until then nothing is sent anywhere').waitFor();
    expect(await page.getByRole('switch', { name: 'Built-in investigator' }).isDisabled()).toBe(true);
    await page.getByLabel('OpenAI or a service like it').check();
    await page.getByText('are sent to api.openai.com on the internet').waitFor();
    await inspectPage(page, 'sentinel-model-empty');
    await page.getByLabel('Ollama on this machine').check();
    expect(await page.getByLabel('Address').inputValue()).toBe('http://127.0.0.1:11434/v1');
    await page.getByLabel('Address').fill(model.baseUrl('openai'));
    await button('Save model').click();
    await page.getByText('Enter the name of the model').waitFor();
    await page.getByLabel('Model', { exact: true }).fill('watcher-1');
    await page.getByLabel('Price of a million tokens read').fill('3');
    await page.getByLabel('Price of a million tokens written').fill('15');
    await button('Save model').click();
    await page.getByText('The model was saved').waitFor();
    model.script = inTurn({ text: 'A red disc.' });
    await button('Test the model').click();
    await page.getByText('did not use the tool').waitFor();
    const toggle = page.getByRole('switch', { name: 'Built-in investigator' });
    await toggle.click();
    await page.getByText('The built-in investigator works on runs with watcher-1').waitFor();
    await inspectPage(page, 'sentinel-model');
  });

  it('a run started by hand is on top at once, moves while it works, and ends without a reload', async () => {
    await section('Overview').click();
    await button('Run now').click();
    await button('Start').click();
    await page.getByText('Write what it should find out').waitFor();
    await page.mouse.move(0, 0);
    await inspectPage(page, 'sentinel-run-now');
    await page.keyboard.press('Escape');
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const camera = node.cameraIds[0] ?? '';
    const steps: readonly ModelReplyScript[] = [
      { calls: [{ name: 'list_cameras' }], tokens: [1200, 40] },
      { calls: [{ name: 'view_camera', args: { camera_id: camera } }], tokens: [2400, 60] },
      {
        calls: [
          {
            name: 'create_incident',
            args: { title: 'Van at the back door', summary: FOUND, severity: 'high', camera_id: camera },
          },
        ],
      },
    ];
    let step = 0;
    model.script = async () => {
      await held;
      const end = {
        calls: [{ name: 'finish_investigation', args: { outcome: 'incident', summary: FOUND } }],
      };
      step += 1;
      return steps[step - 1] ?? end;
    };
    await ask('Is anybody at the back door?');
    await eventually('it is on top', async () =>
      ['pending', 'running'].includes((await outcomes())[0] ?? ''),
    );
    await eventually('it works', async () => (await outcomes())[0] === 'running');
    await page.getByText(/For \d+ s so far/).waitFor();
    await inspectPage(page, 'sentinel-running');
    release();
    await eventually('it ended', async () => (await outcomes())[0] === 'incident');
    expect(model.problems).toEqual([]);
  });

  it('shows a run with its tools, pictures, cost and incident', async () => {
    await page.getByTestId('run').first().getByRole('link').click();
    const drawer = page.getByRole('dialog', { name: /^Run of / });
    await drawer.getByText('Is anybody at the back door?').waitFor();
    await drawer.getByRole('region', { name: 'What it found' }).getByText(FOUND).waitFor();
    await drawer.getByText('$0.0').first().waitFor();
    const steps = drawer.getByTestId('trace-entry');
    expect(await steps.count()).toBe(3);
    await steps.nth(1).locator('summary').click();
    await steps.nth(1).getByText('Arguments').waitFor();
    await drawer.getByTestId('run-picture').getByRole('img').waitFor();
    await inspectPage(page, 'sentinel-run');
    await drawer.getByRole('button', { name: /^Enlarge/ }).click();
    await page
      .getByRole('dialog', { name: /^(?!Run)/ })
      .getByRole('img')
      .waitFor();
    await inspectPage(page, 'sentinel-picture');
    await page.keyboard.press('Escape');
    await drawer.getByRole('link', { name: /^Open incident/ }).click();
    await page.getByRole('heading', { name: 'Van at the back door', level: 1 }).waitFor();
    await page.goBack();
    await drawer.waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
    await inspectPage(page, 'sentinel');
  });

  it('every change is one request, shown at once and kept', async () => {
    await section('Configure').click();
    changes.length = 0;
    await page.getByRole('switch', { name: 'New incidents' }).click();
    await page.getByRole('switch', { name: 'Write a report every day' }).click();
    await page.getByLabel('Minutes between runs of a camera').fill('12');
    await page.keyboard.press('Enter');
    await page.getByLabel('At set hours').check();
    await page.getByTestId('weekly').getByText('56 hours a week').waitFor();
    await page.getByRole('button', { name: 'Tue' }).click();
    await page.getByTestId('weekly').getByText('48 hours a week').waitFor();
    await page.getByLabel('Until').fill('05:30');
    await page.getByTestId('weekly').getByText('45 hours a week').waitFor();
    const [scope] = node.cameraIds;
    await page.getByRole('list', { name: 'Cameras in scope' }).getByRole('switch').first().click();
    await page.getByText('2 of 3 cameras in scope').first().waitFor();
    await eventually('all were sent', () => changes.length === 7);
    expect(changes).toEqual([
      { incident_opened_enabled: false },
      { daily_report_enabled: true },
      { motion_cooldown_min: 12 },
      { schedule_mode: 'scheduled' },
      { active_days: ['mon', 'wed', 'thu', 'fri', 'sat', 'sun'] },
      { schedule_end: '05:30' },
      { camera_scope: { [scope ?? '']: false } },
    ]);
    await inspectPage(page, 'sentinel-configure');
    await page.reload();
    await page.getByTestId('weekly').getByText('45 hours a week').waitFor();
    await page.getByText('2 of 3 cameras in scope').first().waitFor();
  });

  it('ai-mcp 99: a failed save restores what was before, and says why', async () => {
    const path = '**/api/sentinel/config';
    await page.route(path, (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({ status: 500, json: { detail: 'The disk is full' } })
        : route.fallback(),
    );
    const motion = page.getByRole('switch', { name: 'Motion', exact: true });
    await motion.click();
    await page.getByText('The disk is full').waitFor();
    await eventually('it is back', () => motion.isChecked());
    await page.unroute(path);
  });

  it('finds runs in the history by words of their summary', async () => {
    model.script = inTurn({
      calls: [{ name: 'finish_investigation', args: { outcome: 'no_action', summary: 'A cat crossed.' } }],
    });
    await ask('What was that noise?');
    await section('Overview').click();
    await eventually('it ended', async () => (await outcomes())[0] === 'no_action');
    await section('History').click();
    const table = page.getByRole('table', { name: 'Runs' });
    await eventually('both', async () => (await table.getByRole('row').count()) === 3);
    await inspectPage(page, 'sentinel-history');
    await page.getByRole('searchbox', { name: 'Search' }).fill('cat crossed');
    await page.getByText('1 of 2 runs found').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('elephant');
    await page.getByText('No run holds these words').waitFor();
    await page.reload();
    await page.getByText('No run holds these words').waitFor();
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await button('Today').click();
    await page.getByLabel('Trigger').selectOption('Motion');
    await page.getByText('No run in this time').waitFor();
  });

  it('says in its own words that the month is used up', async () => {
    await page.route('**/api/sentinel/runs/manual', (route) =>
      route.fulfill({
        status: 429,
        json: { detail: { error: 'monthly_cap_reached', message: 'Cap.', cap: 500, used: 500 } },
      }),
    );
    await button('Run now').click();
    await page.getByLabel('What should it find out?').fill('Anything?');
    await button('Start').click();
    await page.getByText('All 500 runs of this month are used up').waitFor();
    await page.keyboard.press('Escape');
    await page.unroute('**/api/sentinel/runs/manual');
  });

  it('a member sees the rules but no run, and is told why', async () => {
    const mia = await signedInPage(browser, server.url, await addMember(owner, 'mia@example.com', 'member'));
    const asked: string[] = [];
    mia.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (/^\/api\/sentinel\/(runs|model)/.test(pathname)) asked.push(pathname);
    });
    await mia.goto(`${server.url}/sentinel`);
    await mia.getByText('kept to the administrators of this place').waitFor();
    await mia.getByTestId('weekly').getByText('45 hours a week').waitFor();
    // The switches of the cameras come later than those of the rules.
    await mia.getByRole('list', { name: 'Cameras in scope' }).waitFor();
    for (const toggle of await mia.getByRole('switch').all()) expect(await toggle.isDisabled()).toBe(true);
    expect(await mia.getByRole('button', { name: 'Run now' }).count()).toBe(0);
    expect(asked).toEqual([]);
    await inspectPage(mia, 'sentinel-member');
    await mia.context().close();
  });

  it('ai-mcp 99: without a plan for it everything is shown and nothing can be changed', async () => {
    const free = await startTestServer({
      config: { localPlan: 'free_org' },
    });
    const gated = await signedInPage(browser, free.url, await free.owner());
    await gated.goto(`${free.url}/sentinel/configure`);
    await gated.getByText('Sentinel AI is not part of the plan').waitFor();
    for (const toggle of await gated.getByRole('switch').all()) expect(await toggle.isDisabled()).toBe(true);
    expect(await gated.getByRole('button', { name: 'Run now' }).isDisabled()).toBe(true);
    await inspectPage(gated, 'sentinel-gated');
    await gated.context().close();
    await free[Symbol.asyncDispose]();
  });

  it('asked no other host for anything and broke nowhere', () => {
    expect(watched.foreign).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});
