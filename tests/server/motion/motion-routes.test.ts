import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drizzle } from '../../../server/db/drizzle.ts';
import { motionEvents } from '../../../server/db/schema/logs.ts';
import { notifications } from '../../../server/db/schema/notifications.ts';
import { countMotion, listMotion, motionByCamera } from '../../../server/motion/motion-repository.ts';
import { StreamReader } from '../../support/live-clients.ts';
import type { TestClient } from '../../support/test-client.ts';
import { LiveBench, ORG as orgId } from '../events/live-bench.ts';

interface Listed {
  readonly total: number;
  readonly events: readonly Record<string, unknown>[];
}

describe('motion', () => {
  let bench: LiveBench;
  let owner: TestClient;
  let node: TestClient;
  let followUp: (() => Promise<void>) | undefined;
  beforeEach(async () => {
    followUp = undefined;
    bench = await LiveBench.start({ followUps: [async () => followUp?.()] });
    owner = bench.client((await bench.person()).token);
    node = await bench.addNode(orgId, 'node_1', 'cam_1');
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const report = (body: unknown, from: TestClient = node, camera = 'cam_1') =>
    from.post(`/api/cameras/${camera}/motion`, body);
  const stored = () => bench.accounts.db.read.select().from(motionEvents).all();
  const inbox = () => bench.accounts.db.read.select().from(notifications).all();
  const listed = async (query = ''): Promise<Listed> =>
    (await owner.get(`/api/motion/events${query}`)).json<Listed>();

  describe('reports of nodes', () => {
    it('cloudnode 38, notify 46: a report is stored in UTC, listed, told live and put into the inbox', async () => {
      const stream = await StreamReader.open(owner, '/api/motion/events/stream');
      await stream.next('connected');
      const answer = await report({
        score: 150,
        timestamp: '2026-03-01T11:59:56.123456789+00:00',
        segment_seq: 142,
      });
      expect([answer.status, answer.json()]).toEqual([200, { success: true, ingested: true }]);
      const timestamp = '2026-03-01T11:59:56.123Z';
      const event = { camera_id: 'cam_1', node_id: 'node_1', score: 100, timestamp };
      expect(await stream.next('motion')).toEqual({ type: 'motion', ...event });
      expect((await listed()).events).toEqual([{ id: 1, org_id: orgId, segment_seq: 142, ...event }]);
      expect(inbox()).toMatchObject([
        {
          kind: 'motion',
          audience: 'all',
          severity: 'info',
          title: 'Motion on The cam_1',
          link: '/dashboard?camera=cam_1',
          cameraId: 'cam_1',
          nodeId: 'node_1',
          metaJson: JSON.stringify({ score: 100, segment_seq: 142, event_timestamp: timestamp }),
        },
      ]);
    });

    it('an unusable score or a body of another kind is dropped, yet answered with 200', async () => {
      for (const body of [{}, { score: 'high' }, { score: null }, [1], '"text"', '7', undefined]) {
        const answer = await report(body);
        expect([answer.status, answer.json()]).toEqual([200, { success: true, ingested: true }]);
      }
      expect(stored()).toEqual([]);
      expect(inbox()).toEqual([]);
    });

    it('text that is no JSON is a 400', async () => {
      const answer = await report('{"score":');
      expect([answer.status, answer.json()]).toEqual([400, { detail: expect.any(String) }]);
    });

    it('a missing time is the time of the server', async () => {
      await report({ score: 5, timestamp: 'yesterday', segment_seq: 'x' });
      expect(stored()).toMatchObject([{ timestamp: bench.accounts.clock.now(), segmentSeq: null }]);
    });

    it('rest 28, notify 44: keys of nobody are 401; foreign and unknown cameras are 404', async () => {
      const other = await bench.addNode(orgId, 'node_2', 'cam_2');
      const foreign = await bench.addNode('org_2', 'node_3', 'cam_3');
      expect((await report({ score: 5 }, bench.node('wrong'))).status).toBe(401);
      expect((await report({ score: 5 }, owner)).status).toBe(401);
      expect((await report({ score: 5 }, other)).status).toBe(404);
      expect((await report({ score: 5 }, foreign)).status).toBe(404);
      expect((await report({ score: 5 }, node, 'cam_none')).status).toBe(404);
      expect(stored()).toEqual([]);
      expect((await report({ score: 5 }, other, 'cam_2')).status).toBe(200);
    });

    it('rest 74, notify 45: switched off, nothing is stored and the body is not looked at', async () => {
      const off = { success: true, ingested: false, reason: 'ingestion_disabled' };
      await bench.set(orgId, 'motion_ingestion_enabled', 'false');
      for (const body of [{ score: 5 }, '{"score":', [1]]) {
        const answer = await report(body);
        expect([answer.status, answer.json()]).toEqual([200, off]);
      }
      expect(stored()).toEqual([]);
      await bench.set(orgId, 'motion_ingestion_enabled', 'True');
      await report({ score: 5 });
      expect(stored()).toHaveLength(1);
    });

    it('notify 24: muted motion stays in the history and in the live feed, only the inbox is silent', async () => {
      await bench.set(orgId, 'motion_notifications', 'false');
      let followedUp = 0;
      followUp = async () => void (followedUp += 1);
      const stream = await StreamReader.open(owner, '/api/motion/events/stream');
      await report({ score: 5 });
      await stream.next('motion');
      expect([stored().length, inbox().length, followedUp]).toEqual([1, 0, 0]);
    });

    it('follow-up work that fails costs neither the event nor its inbox item', async () => {
      followUp = async () => {
        throw new Error('no room in the outbox');
      };
      expect((await report({ score: 5 })).status).toBe(200);
      expect([stored().length, inbox().length]).toEqual([1, 1]);
      expect(bench.logLines.join('')).toContain('no room in the outbox');
    });

    it('the event is told after the commit', async () => {
      let rowsWhenTold = -1;
      bench.hub.subscribe({
        orgId,
        channel: 'motion',
        isAdmin: false,
        sink: { write: () => (rowsWhenTold = stored().length) > 0, end: () => undefined },
      });
      await report({ score: 5 });
      expect(rowsWhenTold).toBe(1);
    });

    it('the 121st report of a camera within a minute is 429', async () => {
      const answers = await Promise.all(Array.from({ length: 121 }, () => report({})));
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    });
  });

  describe('what people see', () => {
    /** Events of a camera so many hours ago. */
    async function seed(rows: readonly (readonly [camera: string, hoursAgo: number, score: number])[]) {
      const now = bench.accounts.clock.now().getTime();
      await bench.write(async (tx) => {
        for (const [cameraId, hoursAgo, score] of rows) {
          const timestamp = new Date(now - hoursAgo * 3_600_000);
          tx.insert(motionEvents).values({ orgId, cameraId, nodeId: 'node_1', score, timestamp }).run();
        }
      });
    }

    it('notify 47: newest first, within the hours asked for, one camera or all, in pages', async () => {
      await seed([
        ['a', 3, 1],
        ['b', 2, 2],
        ['a', 1, 3],
        ['a', 25, 4],
      ]);
      const scores = async (query: string): Promise<unknown> => {
        const { total, events } = await listed(query);
        return [total, events.map((event) => event['score'])];
      };
      expect(await scores('')).toEqual([3, [3, 2, 1]]);
      expect(await scores('?hours=168')).toEqual([4, [3, 2, 1, 4]]);
      expect(await scores('?camera_id=a')).toEqual([2, [3, 1]]);
      expect(await scores('?limit=1&offset=1')).toEqual([3, [2]]);
      expect(await scores('?camera_id=none')).toEqual([0, []]);
    });

    it('notify B22: values out of range are a 422', async () => {
      const queries = [
        'hours=0',
        'hours=169',
        'hours=x',
        'limit=0',
        'limit=501',
        'offset=-1',
        'offset=1000001',
      ];
      for (const query of queries)
        expect([query, (await owner.get(`/api/motion/events?${query}`)).status]).toEqual([query, 422]);
    });

    it('notify 48: statistics count by camera, the busiest first', async () => {
      await seed([
        ['a', 1, 10],
        ['b', 2, 90],
        ['b', 3, 20],
        ['b', 30, 100],
      ]);
      expect((await owner.get('/api/motion/events/stats')).json()).toEqual({
        hours: 24,
        cameras: [
          { camera_id: 'b', event_count: 2, peak_score: 90, latest: '2026-03-01T10:00:00.000Z' },
          { camera_id: 'a', event_count: 1, peak_score: 10, latest: '2026-03-01T11:00:00.000Z' },
        ],
      });
      expect((await owner.get('/api/motion/events/stats?hours=169')).status).toBe(422);
    });

    it('notify 47, 48: never shows what belongs to another organization', async () => {
      const foreign = await bench.addNode('org_2', 'node_3', 'cam_3');
      await report({ score: 5 }, foreign, 'cam_3');
      expect(stored()).toHaveLength(1);
      expect(await listed('?camera_id=cam_3')).toMatchObject({ total: 0, events: [] });
      expect((await owner.get('/api/motion/events/stats')).json()).toMatchObject({ cameras: [] });
      expect((await bench.node('key-node_1').get('/api/motion/events')).status).toBe(401);
    });

    it('reads no more of the table than the time asked for', async () => {
      const client = new BetterSqlite3(bench.accounts.file, { readonly: true });
      const plans: string[] = [];
      const logger = {
        logQuery: (query: string, values: unknown[]) => {
          const rows = client
            .prepare<unknown[], { detail: string }>(`explain query plan ${query}`)
            .all(values);
          plans.push(rows[0]?.detail ?? '');
        },
      };
      const db = drizzle({ client, logger });
      const since = new Date('2026-03-01T00:00:00.000Z');
      for (const cameraId of [undefined, 'a']) {
        const filter = { orgId, since, cameraId };
        await listMotion(db, filter, { limit: 10, offset: 0 });
        await countMotion(db, filter);
        await motionByCamera(db, filter);
      }
      client.close();
      expect(plans).toHaveLength(6);
      for (const plan of plans)
        expect(plan).toMatch(
          /^SEARCH motion_events USING (COVERING )?INDEX motion_events_org_time \(org_id=\? AND timestamp>\?\)/,
        );
    });
  });
});
