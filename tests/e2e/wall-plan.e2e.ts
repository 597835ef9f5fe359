import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FREE_PLAN, planLimits } from '../../server/plans/plan-limits.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { tokenClaims, type ClerkPerson } from '../support/clerk-frontend-answers.ts';
import { startClerkFrontend, type ClerkFrontend } from '../support/clerk-frontend-server.ts';
import { CLERK_SECRET_KEY, startClerkServer, type ClerkServer } from '../support/clerk-server.ts';
import { newNodeClient, usbCameras } from '../support/node-client.ts';
import { inspectPage } from '../support/page-inspection.ts';
import { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const BAKERY = { id: 'org_bakery', name: 'Corner Bakery' };
const FREE_CAMERAS = planLimits(FREE_PLAN).maxCameras;

function person(name: string, role: 'admin' | 'member'): ClerkPerson {
  const first = name.toLowerCase();
  const organizations = [{ ...BAKERY, role }];
  return { userId: `user_${first}`, email: `${first}@example.com`, name, organizations };
}

const ANN = person('Ann', 'admin');
const MIA = person('Mia', 'member');

describe('the wall where plans are bought', () => {
  let clerk: ClerkServer;
  let frontend: ClerkFrontend;
  let server: TestServer;
  let browser: Browser;

  /** A page of its own in which this person is signed in by Clerk. */
  async function visit(who: ClerkPerson): Promise<Page> {
    frontend.arriving = { person: who, organizationId: BAKERY.id };
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
    const { publishableKey } = frontend;
    const keys = { secretKey: CLERK_SECRET_KEY, publishableKey, jwtKey: undefined, apiUrl: clerk.url };
    server = await startTestServer({ config: { clerk: keys } });
    browser = await launchBrowser('--disable-blink-features=AutomationControlled');
    const session = { id: 'sess_api', person: ANN, organizationId: BAKERY.id };
    const token = await clerk.mintToken({ claims: tokenClaims(session, server.url) });
    using node = await newNodeClient(new TestClient(server.url, { authorization: `Bearer ${token}` }));
    await node.register(usbCameras(FREE_CAMERAS));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await frontend?.[Symbol.asyncDispose]();
    await clerk?.[Symbol.asyncDispose]();
  });

  it('notify 8.2: at the limit, and with a payment overdue, administrators are led to the plans', async () => {
    const page = await visit(ANN);
    await page.route('**/api/nodes/plan', async (route) => {
      const answer = await route.fetch();
      const plan = (await answer.json()) as Record<string, unknown>;
      await route.fulfill({ json: { ...plan, payment_past_due: true, grace_days_remaining: 2 } });
    });
    await page.route('**/api/cameras', async (route) => {
      const answer = await route.fetch();
      const [first, ...others] = (await answer.json()) as Record<string, unknown>[];
      await route.fulfill({ json: [...others, { ...first, name: 'Yard', disabled_by_plan: true }] });
    });
    await page.goto(server.url);
    await page.getByText(`All ${FREE_CAMERAS} cameras of the Free plan are in use`).waitFor();
    const billing = page.getByRole('link', { name: 'Go to billing' });
    expect(await billing.getAttribute('href')).toBe('/pricing');
    const suspended = page.getByRole('article', { name: 'Yard: Suspended by plan' });
    expect(await suspended.getByRole('link', { name: 'See plans' }).getAttribute('href')).toBe('/pricing');
    await inspectPage(page, 'wall-plan-admin');
    await page.unrouteAll({ behavior: 'wait' });
    await page.context().close();
  });

  it('members are told neither of payment nor of plans', async () => {
    const page = await visit(MIA);
    await page.goto(server.url);
    await page.getByTestId('wall-summary').getByText(`of ${FREE_CAMERAS}`).waitFor();
    expect(await page.getByRole('link', { name: /plans|billing/ }).count()).toBe(0);
    expect(await page.getByText('Free plan').count()).toBe(0);
    await page.context().close();
  });
});
