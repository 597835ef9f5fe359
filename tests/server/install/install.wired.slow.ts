import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newNodeClient } from '../../support/node-client.ts';
import { startTestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';
import { releaseOf, startReleaseFeed } from './release-feed.ts';

const SCRIPT = readFileSync(join(import.meta.dirname, '../../../templates/install.sh'));

describe('rest 110: served scripts', () => {
  it('install.sh is served byte for byte as a shell script, 30 times a minute, to anybody', async () => {
    await using server = await startTestServer();
    for (let call = 0; call < 30; call += 1) {
      const answer = await server.anonymous.get('/install.sh');
      expect(answer.status).toBe(200);
      expect(answer.bytes.equals(SCRIPT)).toBe(true);
      expect(answer.headers['content-type']).toBe('text/x-shellscript; charset=utf-8');
      expect(answer.headers['content-disposition']).toBe('inline; filename=install.sh');
      expect(answer.headers['content-encoding']).toBeUndefined();
    }
    expect((await server.anonymous.get('/install.sh')).status).toBe(429);
  });

  it('HEAD has the same headers and no body', async () => {
    await using server = await startTestServer();
    const answer = await server.anonymous.ask('HEAD', '/install.sh');
    expect([answer.status, answer.headers['content-length'], answer.bytes.length]).toEqual([
      200,
      String(SCRIPT.length),
      0,
    ]);
  });

  it.each(['/install.ps1', '/install.', '/install.sh/x'])('%s is a JSON 404', async (path) => {
    await using server = await startTestServer();
    const answer = await server.anonymous.get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json()).toHaveProperty('detail');
  });
});

describe('rest 109: downloads', () => {
  it('an unknown system or processor is 404, a feed that is off or down 503', async () => {
    await using server = await startTestServer();
    for (const path of [
      '/downloads/plan9/x86_64',
      '/downloads/linux/x64',
      '/downloads/linux',
      '/downloads/a/b/c',
    ])
      expect([path, (await server.anonymous.get(path)).status]).toEqual([path, 404]);
    expect((await server.anonymous.get('/downloads/linux/x86_64')).status).toBe(503);
  });

  it('leads to the best file of the newest release', async () => {
    await using feed = await startReleaseFeed();
    feed.answer = releaseOf('v0.2.0', [
      'node-windows-x86_64.zip',
      'node-windows-x86_64.msi',
      'node-linux-x86_64.tgz',
    ]);
    await using server = await startTestServer({
      config: { releases: { feedUrl: feed.url, refreshMs: 600_000 } },
    });
    const windows = await server.anonymous.get('/downloads/Windows/X86_64');
    expect([windows.status, windows.headers['location']]).toEqual([
      302,
      'https://example.com/dl/node-windows-x86_64.msi',
    ]);
    const linux = await server.anonymous.get('/downloads/linux/x86_64');
    expect(linux.headers['location']).toBe('https://example.com/dl/node-linux-x86_64.tgz');
    expect((await server.anonymous.get('/downloads/macos/aarch64')).status).toBe(404);
  });
});

describe('rest 107: a node learns of a newer version', () => {
  it('from the feed, which beats the configured one', async () => {
    await using feed = await startReleaseFeed();
    feed.answer = releaseOf('v9.8.7');
    await using server = await startTestServer({
      config: { releases: { feedUrl: feed.url, refreshMs: 600_000 } },
    });
    const node = await newNodeClient(await server.owner());
    await node.register([]);
    await eventually('the feed was read', async () => {
      const { update_available: update } = (await node.heartbeat()).json<{ update_available?: string }>();
      return update === '9.8.7';
    });
    expect(feed.questions).toHaveLength(1);
    node[Symbol.dispose]();
  });

  it('from the configured one when the feed is silent; a heartbeat does not wait for it', async () => {
    await using feed = await startReleaseFeed();
    feed.answer = undefined;
    await using server = await startTestServer({
      config: {
        releases: { feedUrl: feed.url, refreshMs: 600_000 },
        nodeVersions: { minSupported: '0.1.0', latest: '0.1.80' },
      },
    });
    const node = await newNodeClient(await server.owner());
    const begun = performance.now();
    const answer = (await node.register([])).json<{ update_available?: string }>();
    expect(answer.update_available).toBe('0.1.80');
    expect(performance.now() - begun).toBeLessThan(2000);
    node[Symbol.dispose]();
  });
});
