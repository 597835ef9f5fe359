import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import type { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

/** Calls a tool as an agent does; answers the HTTP status. */
async function callTool(url: string, key: string, name: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('the page of AI agents', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: TestClient;
  let page: Page;
  let key = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchBrowser()]);
    owner = await server.owner();
    page = await signedInPage(browser, server.url, owner);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('makes a key, shows it once, and writes it into the lines of a client', async () => {
    await page.goto(`${server.url}/mcp`);
    await page.getByText('No agent has called since').waitFor();
    await page.getByRole('button', { name: 'Make a key' }).first().click();
    await page.getByRole('button', { name: 'Make key' }).click();
    await page.getByText('Enter a name').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Counter tablet');
    await page.getByLabel(/^Chosen tools/).check();
    await page.getByText('16 of 23 tools').waitFor();
    await page.getByRole('button', { name: 'Make key' }).click();
    const shown = page.getByRole('dialog', { name: 'Key of Counter tablet' });
    key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
    expect(key).toMatch(/^osc_[0-9a-f]{32}$/);
    await page.getByRole('button', { name: 'I saved it' }).click();
    await page.getByRole('tab', { name: 'Cursor' }).click();
    const written = await page.getByRole('textbox', { name: 'Configuration of Cursor' }).inputValue();
    expect(written).toContain(`"Bearer ${key}"`);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke Counter tablet' }).waitFor();
    expect(await page.content()).not.toContain(key);
  });

  it('shows a call as it happens, and keeps it in the log', async () => {
    // What is called before the page is told of calls is not shown as it happens.
    const isLive = () => page.getByText('Live', { exact: true }).waitFor();
    await isLive();
    expect(await callTool(`${server.url}/mcp/`, key, 'list_cameras')).toBe(200);
    const feed = page.getByRole('region', { name: 'Tool calls' });
    await feed.getByText('list_cameras').waitFor();
    await feed.getByText('by Counter tablet').waitFor();
    await eventually('the call is stored', async () => {
      const { total } = (await owner.get('/api/mcp/activity/logs')).json<{ total: number }>();
      return total === 1;
    });
    await page.goto(`${server.url}/admin/agents`);
    await page.getByRole('cell', { name: 'list_cameras' }).waitFor();
    await isLive();
    expect(await callTool(`${server.url}/mcp`, key, 'list_nodes')).toBe(200);
    await page.getByRole('cell', { name: 'list_nodes' }).waitFor();
    await page.getByText('New', { exact: true }).waitFor();
    expect(await page.getByRole('cell', { name: 'list_nodes' }).count()).toBe(1);
  });

  it('ends a key only after asking, and the agent is refused at once', async () => {
    await page.goto(`${server.url}/mcp`);
    await page.getByRole('button', { name: 'Revoke Counter tablet' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await callTool(`${server.url}/mcp/`, key, 'list_cameras')).toBe(200);
    await page.getByRole('button', { name: 'Revoke Counter tablet' }).click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    // It closes with the answer of the server; until then it hides the list of keys, which looks as if one were gone.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Revoke Counter tablet' }).waitFor({ state: 'detached' });
    expect(await callTool(`${server.url}/mcp/`, key, 'list_cameras')).toBe(401);
  });

  it('ai-mcp 100: without the plan for it shows the locked view and asks for no activity', async () => {
    const asked: string[] = [];
    const locked = await signedInPage(browser, server.url, owner);
    locked.on('request', (request) => asked.push(new URL(request.url()).pathname));
    // A local installation has every feature; only a plan from billing lacks some.
    await locked.route('**/api/nodes/plan', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...((await answer.json()) as object), features: ['cameras'] } });
    });
    await locked.goto(`${server.url}/mcp`);
    await locked.getByRole('heading', { name: 'Not part of your plan' }).waitFor();
    await locked.getByText('view_camera', { exact: true }).waitFor();
    expect(await locked.getByRole('listitem').filter({ hasText: /_/ }).count()).toBe(23);
    expect(asked.filter((path) => path.startsWith('/api/mcp/'))).toEqual(['/api/mcp/tools']);
    expect(await locked.getByRole('button', { name: 'Make a key' }).count()).toBe(0);
    await locked.unrouteAll({ behavior: 'wait' });
  });
});
