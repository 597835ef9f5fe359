import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { watchPage } from '../support/watched-page.ts';
import type { ClerkPerson } from '../support/clerk-frontend-answers.ts';
import { startClerkFrontend, type ClerkFrontend } from '../support/clerk-frontend-server.ts';
import { CLERK_SECRET_KEY, startClerkServer, type ClerkServer } from '../support/clerk-server.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const BAKERY = { id: 'org_bakery', name: 'Corner Bakery', plan: 'pro' } as const;
const FLORIST = { id: 'org_florist', name: 'Florist' };
const HOUR = 3600;

const ANN: ClerkPerson = {
  userId: 'user_ann',
  email: 'ann@example.com',
  name: 'Ann',
  organizations: [
    { ...BAKERY, role: 'admin' },
    { ...FLORIST, role: 'admin' },
  ],
};
const MIA: ClerkPerson = {
  userId: 'user_mia',
  email: 'mia@example.com',
  name: 'Mia',
  organizations: [{ ...BAKERY, role: 'member' }],
};

/** Live video that organisations watched this month, seconds. */
function rememberWatching(
  folder: string,
  rows: readonly (readonly [orgId: string, seconds: number])[],
): void {
  const db = new BetterSqlite3(join(folder, 'sentinel.db'));
  try {
    const now = new Date().toISOString();
    const add = db.prepare(
      'insert into org_monthly_usage (org_id, year_month, viewer_seconds, updated_at) values (?, ?, ?, ?)',
    );
    for (const [orgId, seconds] of rows) add.run(orgId, now.slice(0, 7), seconds, now);
  } finally {
    db.close();
  }
}

describe('what only people see whom Clerk signed in', () => {
  let clerk: ClerkServer;
  let frontend: ClerkFrontend;
  let server: TestServer;
  let browser: Browser;
  let folder: ReturnType<typeof temporaryFolder>;

  async function visit(who?: ClerkPerson, organizationId?: string): Promise<Page> {
    frontend.arriving = who && { person: who, ...(organizationId && { organizationId }) };
    // Clerk is https only, here with a certificate that nobody signed.
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  beforeAll(async () => {
    clerk = await startClerkServer();
    frontend = await startClerkFrontend(clerk);
    frontend.people.push(ANN, MIA);
    clerk.subscriptions.set(BAKERY.id, {
      id: 'csub_1',
      status: 'active',
      subscription_items: [{ id: 'csi_1', status: 'active', plan: { id: 'cplan_1', slug: BAKERY.plan } }],
    });
    const { publishableKey } = frontend;
    const keys = { secretKey: CLERK_SECRET_KEY, publishableKey, jwtKey: undefined, apiUrl: clerk.url };
    folder = temporaryFolder();
    const options = { config: { clerk: keys }, dataDir: folder.path };
    // What was watched is read when the server starts.
    await (await startTestServer(options))[Symbol.asyncDispose]();
    rememberWatching(folder.path, [
      [BAKERY.id, 270 * HOUR],
      [FLORIST.id, 31 * HOUR],
    ]);
    server = await startTestServer(options);
    browser = await launchBrowser('--disable-blink-features=AutomationControlled');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await frontend?.[Symbol.asyncDispose]();
    await clerk?.[Symbol.asyncDispose]();
    folder?.[Symbol.dispose]();
  });

  it('pages for everybody do not wait for Clerk, which may be what is broken', async () => {
    const page = await visit();
    // It never answers.
    await page.route(`${frontend.url}/**`, () => undefined);
    await page.goto(`${server.url}/status`);
    await page.getByRole('heading', { name: 'Everything works' }).waitFor();
    await page.getByRole('link', { name: 'Pricing' }).first().click();
    await page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(1);
    await page.context().close();
  });

  it('the organisation is chosen, and the settings tell its subscription', async () => {
    const page = await visit(ANN, '');
    const { errors } = watchPage(page, server.url);
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Choose your organisation' }).waitFor();
    await page.getByRole('button', { name: BAKERY.name }).click();
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('link', { name: /^Subscription/ }).click();
    await page.getByRole('heading', { name: 'Your plan: Pro' }).waitFor();
    await page.getByText('0 of 25').waitFor();
    await page.getByText('270 of 300 hours of live video were watched this month.').waitFor();
    await page.getByText('Nearly used up').waitFor();
    expect(await page.getByText('payment failed').count()).toBe(0);
    await inspectPage(page, 'subscription');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('a payment that is overdue is told there, too, and the window of Clerk opens for it', async () => {
    const page = await visit(ANN, BAKERY.id);
    await page.route('**/api/nodes/plan', async (route) => {
      const answer = await route.fetch();
      const plan = (await answer.json()) as Record<string, unknown>;
      await route.fulfill({ json: { ...plan, payment_past_due: true, grace_days_remaining: 2 } });
    });
    await page.goto(`${server.url}/settings/subscription`);
    await page.getByText('The last payment failed. Your plan goes on for 2 days.').waitFor();
    await page.getByRole('button', { name: 'Change plan or payment' }).click();
    await eventually('Clerk’s window', async () => (await page.locator('.cl-modalContent').count()) > 0);
    await page.unrouteAll({ behavior: 'wait' });
    await page.context().close();
  });

  it('used up hours are told with what to do, and what the plan leaves out leads to the plans', async () => {
    const page = await visit(ANN, FLORIST.id);
    await page.goto(`${server.url}/settings/subscription`);
    await page.getByRole('heading', { name: 'Your plan: Free' }).waitFor();
    await page.getByText('Used up', { exact: true }).waitFor();
    await page.getByText('Live pictures stand still until the month ends').waitFor();
    await page.goto(`${server.url}/admin/agents`);
    await page.getByRole('heading', { name: 'Not part of your plan' }).waitFor();
    await inspectPage(page, 'upgrade-prompt');
    await page.getByRole('link', { name: 'See plans' }).click();
    await page.getByRole('heading', { name: 'Plans', level: 1 }).waitFor();
    await page.context().close();
  });

  it('members have no subscription section', async () => {
    const page = await visit(MIA, BAKERY.id);
    await page.goto(`${server.url}/settings`);
    await page.getByRole('link', { name: /Your account/ }).waitFor();
    expect(await page.getByRole('link', { name: /Subscription/ }).count()).toBe(0);
    await page.goto(`${server.url}/settings/subscription`);
    await page.waitForURL('**/settings/account');
    await page.context().close();
  });
});
