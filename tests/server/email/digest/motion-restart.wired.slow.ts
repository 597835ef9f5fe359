import { expect, it } from 'vitest';
import { FakeClock } from '../../../support/fake-clock.ts';
import { newNodeClient, NodeClient, usbCamera } from '../../../support/node-client.ts';
import { OWNER, signIn } from '../../../support/people.ts';
import { RESEND_KEY, startResendServer, type ResendServer } from '../../../support/resend-server.ts';
import type { TestClient } from '../../../support/test-client.ts';
import { temporaryFolder, testConfig } from '../../../support/test-config.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { eventually } from '../../../support/wait.ts';
import { InboxReader } from '../../notifications/inbox-bench.ts';

const EVENTS = 100;
const BETWEEN_EVENTS_MS = 6000;
const WINDOW_MS = 15 * 60_000;

/** Mail and summaries are worked on within moments; the time of windows is that of the fake clock. */
function mailThrough({ url }: ResendServer) {
  const set = { enabled: true, resendApiUrl: url, resendKey: RESEND_KEY, fromAddress: 'alerts@shop.example' };
  return { mail: { ...testConfig('unused').mail, ...set, workerEveryMs: 20, digestEveryMs: 20 } };
}

/** Reports motion over HTTP, the same time apart, as the node of the camera. */
async function report(node: NodeClient, clock: FakeClock, count: number): Promise<void> {
  for (let event = 0; event < count; event += 1) {
    const body = Buffer.from(JSON.stringify({ score: 50, timestamp: clock.now().toISOString() }));
    const path = `/api/cameras/${node.nodeId}_dev_video0/motion`;
    const answer = await node.post(path, { type: 'application/json', body });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('true')]);
    clock.advance(BETWEEN_EVENTS_MS);
  }
}

interface Deliveries {
  readonly preparing: number;
  readonly waiting: readonly unknown[];
  readonly deliveries: readonly { readonly kind: string; readonly status: string }[];
}

/** Kinds of the mails about motion, oldest first, once none is being prepared or waits. */
async function mailsAbout(owner: TestClient): Promise<string[]> {
  const settled = await eventually('no mail waits', async () => {
    const log = (await owner.get('/api/notifications/email/deliveries')).json<Deliveries>();
    return log.preparing === 0 && log.waiting.length === 0 ? log.deliveries : undefined;
  });
  const about = settled.filter(({ kind }) => kind.startsWith('motion'));
  expect(about.map(({ status }) => status)).toEqual(about.map(() => 'sent'));
  return about.map(({ kind }) => kind).toReversed();
}

function subjectsAboutMotion({ deliveries, calls }: ResendServer): string[] {
  expect(calls.length, 'nothing was tried twice').toBe(deliveries.size);
  return [...deliveries.values()]
    .map(({ mail }) => mail.subject)
    .filter((subject) => /motion/i.test(subject));
}

it('rest 104, notify 59: 100 motion events of a camera in ten minutes and a restart: all in the inbox, two mails, an exact count', async () => {
  using folder = temporaryFolder();
  const clock = new FakeClock();
  await using resend = await startResendServer();
  const options = { dataDir: folder.path, clock, config: mailThrough(resend) };
  let credentials: { readonly nodeId: string; readonly key: string };
  {
    await using server = await startTestServer(options);
    const owner = await server.owner();
    expect((await owner.post('/api/notifications/email/preferences', { email_motion: true })).status).toBe(
      200,
    );
    using node = await newNodeClient(owner, 'Shop');
    await node.register([usbCamera('/dev/video0', 'Front Door')]);
    credentials = node;
    await report(node, clock, EVENTS / 2);
    expect(await mailsAbout(owner)).toEqual(['motion']);
  }
  await using server = await startTestServer(options);
  const owner = await signIn(server.url, OWNER.email, OWNER.password);
  const inbox = new InboxReader(owner);
  const told = async (kind: string) => (await inbox.list(`?kinds=${kind}&limit=200`)).notifications;
  using node = new NodeClient(server.url, credentials);
  await report(node, clock, EVENTS / 2);
  expect(await mailsAbout(owner), 'the window outlasts the restart').toEqual(['motion']);
  expect((await inbox.list('?kinds=motion')).total).toBe(EVENTS);
  expect(await told('motion_digest')).toEqual([]);
  clock.advance(WINDOW_MS - EVENTS * BETWEEN_EVENTS_MS);
  const digests = await eventually('the summary', async () => {
    const found = await told('motion_digest');
    return found.length > 0 ? found : undefined;
  });
  const title = `${EVENTS - 1} more motion events on Front Door`;
  expect(digests).toMatchObject([{ title, meta: { event_count: EVENTS - 1 } }]);
  expect(await mailsAbout(owner)).toEqual(['motion', 'motion_digest']);
  expect(subjectsAboutMotion(resend)).toEqual([expect.any(String), expect.stringContaining(title)]);
});
