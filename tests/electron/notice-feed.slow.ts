// The shell hears notices from a real server over its event connection.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { windowCookie } from '../../electron/notices/native-notices.ts';
import { NoticeFeed } from '../../electron/notices/notice-feed.ts';
import type { NotificationMessage } from '../../server/contract/dashboard-events.ts';
import { createLogger } from '../../server/log.ts';
import { desktop, resetDesktop } from '../support/electron-double.ts';
import { startTestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

beforeEach(resetDesktop);

describe('the feed', () => {
  let feed: NoticeFeed | undefined;
  afterEach(() => feed?.stop());

  it('hears what the person signed in in the window may see, and connects again by itself', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const heard: NotificationMessage[] = [];
    feed = new NoticeFeed({
      log: createLogger('silent'),
      url: () => server.url,
      cookie: windowCookie,
      onNotice: (told) => heard.push(told),
      retryMs: 20,
    });
    feed.start();
    expect(feed.connected).toBe(false);
    const [name, value] = (owner.headers['cookie'] ?? '').split('=');
    desktop.cookies.push({ name: name ?? '', value: value ?? '' });
    await eventually('connected', () => feed?.connected);
    await owner.post('/api/integration/keys', { name: 'Home' });
    await eventually('the notice', () => heard.length > 0);
    expect(heard[0]).toMatchObject({ type: 'notification', kind: 'integration_key_created' });
  });
});
