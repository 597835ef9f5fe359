import { describe, expect, it } from 'vitest';
import { sweepOffline, type SweepSummary } from '../../../server/background/offline-sweep.ts';
import { snoozes } from '../../../server/db/schema/notifications.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { Notifier } from '../../../server/notifications/notifier.ts';
import { TransitionNotices } from '../../../server/notifications/transition-notices.ts';
import { ORG, UpkeepBench } from './upkeep-bench.ts';

interface Sweep {
  readonly events: HubEvent[];
  readonly notices: TransitionNotices;
  run(): Promise<SweepSummary>;
}

function sweepOf(bench: UpkeepBench, listeningSinceMs = Number.NEGATIVE_INFINITY): Sweep {
  const events: HubEvent[] = [];
  const notices = new TransitionNotices(bench);
  const deps = {
    db: bench.db,
    clock: bench.clock,
    liveness: bench.liveness,
    listeningSinceMs,
    announce: (transition: Parameters<TransitionNotices['announce']>[0]) => notices.announce(transition),
    publish: (event: HubEvent) => void events.push(event),
  };
  return { events, notices, run: () => sweepOffline(deps) };
}

describe('rest 103: the offline sweep', () => {
  it('notify 121: marks what fell silent, tells admins of the node and everybody of the camera', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('aaaaaaaa', { name: 'Back office', lastSeen: bench.ago(91) });
    await bench.addCamera('aaaaaaaa_dev_video0', { name: 'Door', lastSeen: bench.ago(91) });
    const sweep = sweepOf(bench);
    expect(await sweep.run()).toEqual({ nodes_flipped: 1, cameras_flipped: 1 });
    expect(bench.statuses()).toEqual({ aaaaaaaa: 'offline', aaaaaaaa_dev_video0: 'offline' });
    expect(bench.notices()).toEqual([
      expect.objectContaining({
        orgId: ORG,
        kind: 'node_offline',
        audience: 'admin',
        severity: 'warning',
        title: "Node 'Back office' went offline",
        link: '/admin',
        nodeId: 'aaaaaaaa',
        cameraId: null,
        createdAt: bench.clock.now(),
      }),
      expect.objectContaining({
        orgId: ORG,
        kind: 'camera_offline',
        audience: 'all',
        severity: 'warning',
        title: 'Door went offline',
        link: '/dashboard?camera=aaaaaaaa_dev_video0',
        nodeId: 'aaaaaaaa',
        cameraId: 'aaaaaaaa_dev_video0',
      }),
    ]);
    const node = { type: 'node', node_id: 'aaaaaaaa', status: 'offline' };
    const camera = { type: 'camera', camera_id: 'aaaaaaaa_dev_video0', status: 'offline', last_error: null };
    expect(sweep.events).toEqual([
      { orgId: ORG, audience: 'admin', message: node },
      { orgId: ORG, audience: 'all', message: camera },
    ]);
    expect(await sweep.run()).toEqual({ nodes_flipped: 0, cameras_flipped: 0 });
    expect(bench.notices()).toHaveLength(2);
  });

  it.each(['online', 'starting', 'streaming', 'recording', 'restarting', 'failed', 'error', 'something new'])(
    'takes cameras that were %s',
    async (status) => {
      await using bench = await UpkeepBench.start();
      await bench.addNode('aaaaaaaa');
      await bench.addCamera('one', { status, lastSeen: bench.ago(91) });
      expect(await sweepOf(bench).run()).toEqual({ nodes_flipped: 0, cameras_flipped: 1 });
    },
  );

  it('notify 121: leaves the fresh, the offline, the pending and the never seen as they are', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('aaaaaaaa', { lastSeen: bench.ago(90) });
    await bench.addNode('bbbbbbbb', { status: 'pending', lastSeen: bench.ago(1000) });
    await bench.addNode('cccccccc', { status: 'offline', lastSeen: bench.ago(1000) });
    await bench.addNode('dddddddd', { lastSeen: null });
    await bench.addCamera('fresh', { lastSeen: bench.ago(90) });
    await bench.addCamera('gone', { status: 'offline', lastSeen: bench.ago(1000) });
    await bench.addCamera('unseen', { lastSeen: null });
    await bench.addCamera('future', { lastSeen: bench.ago(-1000) });
    const before = bench.statuses();
    const sweep = sweepOf(bench);
    expect(await sweep.run()).toEqual({ nodes_flipped: 0, cameras_flipped: 0 });
    expect(bench.statuses()).toEqual(before);
    expect([bench.notices(), sweep.events]).toEqual([[], []]);
  });

  it('believes reports that a full disk kept from the rows', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('aaaaaaaa', { lastSeen: bench.ago(500) });
    await bench.addCamera('one', { lastSeen: bench.ago(500) });
    bench.liveness.nodeSeen(1, bench.ago(20));
    bench.liveness.cameraSeen('one', { status: 'streaming', lastSeen: bench.ago(20), lastError: null });
    const sweep = sweepOf(bench);
    expect(await sweep.run()).toEqual({ nodes_flipped: 0, cameras_flipped: 0 });
    bench.clock.advance(71_000);
    expect(await sweep.run()).toEqual({ nodes_flipped: 1, cameras_flipped: 1 });
  });

  it('a server that has just started judges nobody: it could not have heard them', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('aaaaaaaa', { lastSeen: bench.ago(3600) });
    const sweep = sweepOf(bench, bench.clock.monotonicMs());
    bench.clock.advance(89_999);
    expect(await sweep.run()).toMatchObject({ nodes_flipped: 0 });
    bench.clock.advance(1);
    expect(await sweep.run()).toMatchObject({ nodes_flipped: 1 });
  });

  it('notify 121: flips again within a minute, but tells it once; the other direction and other cameras are told', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('aaaaaaaa');
    const sweep = sweepOf(bench);
    const camera = { kind: 'camera', orgId: ORG, cameraId: 'one', nodeId: 'aaaaaaaa', name: 'Door' } as const;
    const kinds = () => bench.notices().map(({ kind, cameraId }) => `${cameraId} ${kind}`);
    await sweep.notices.announce({ ...camera, status: 'offline' });
    await sweep.notices.announce({ ...camera, status: 'online' });
    bench.clock.advance(59_999);
    await bench.addCamera('one', { lastSeen: bench.ago(91) });
    await bench.addCamera('two', { lastSeen: bench.ago(91) });
    expect(await sweep.run()).toMatchObject({ cameras_flipped: 2 });
    expect(kinds()).toEqual(['one camera_offline', 'one camera_online', 'two camera_offline']);
    bench.clock.advance(1);
    await sweep.notices.announce({ ...camera, status: 'offline' });
    expect(kinds()).toHaveLength(4);
  });

  it('notify 121: all nodes are told before all cameras; each camera names its node whatever its case', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('AaBb', { lastSeen: bench.ago(91) });
    await bench.addNode('ccDD', { lastSeen: bench.ago(91), apiKeyHash: 'x' });
    await bench.addCamera('one', { nodeId: 2, lastSeen: bench.ago(91) });
    await bench.addCamera('two', { nodeId: 1, lastSeen: bench.ago(91) });
    await sweepOf(bench).run();
    expect(bench.notices().map(({ kind, nodeId }) => `${kind} ${nodeId}`)).toEqual([
      'node_offline AaBb',
      'node_offline ccDD',
      'camera_offline ccDD',
      'camera_offline AaBb',
    ]);
    expect(bench.published.map(({ audience, message }) => `${audience} ${message.type}`)).toEqual([
      'admin notification',
      'admin notification',
      'all notification',
      'all notification',
    ]);
  });

  it('notify 122: the first transition is told although the machine has just started', async () => {
    await using bench = await UpkeepBench.start();
    const clock = { now: () => bench.clock.now(), monotonicMs: () => 0 };
    const notices = new TransitionNotices({ db: bench.db, clock, notifier: bench.notifier });
    await notices.announce({ kind: 'node', orgId: ORG, nodeId: 'aaaaaaaa', name: 'Yard', status: 'offline' });
    expect(bench.notices()).toHaveLength(1);
  });

  it('a switch that is off mutes its kind only, and uses up the minute', async () => {
    await using bench = await UpkeepBench.start();
    await bench.set('camera_transition_notifications', 'false');
    await bench.addNode('aaaaaaaa', { lastSeen: bench.ago(91) });
    await bench.addCamera('one', { lastSeen: bench.ago(91) });
    const sweep = sweepOf(bench);
    expect(await sweep.run()).toEqual({ nodes_flipped: 1, cameras_flipped: 1 });
    expect(bench.notices().map(({ kind }) => kind)).toEqual(['node_offline']);
    expect(sweep.events).toHaveLength(2);
    await bench.set('camera_transition_notifications', 'true');
    const one = { kind: 'camera', orgId: ORG, cameraId: 'one', nodeId: null, name: 'Door' } as const;
    await sweep.notices.announce({ ...one, status: 'offline' });
    expect(bench.notices()).toHaveLength(1);
    await bench.set('node_transition_notifications', 'false');
    await sweep.notices.announce({
      kind: 'node',
      orgId: ORG,
      nodeId: 'bbbbbbbb',
      name: 'Shed',
      status: 'offline',
    });
    expect(bench.notices()).toHaveLength(1);
  });

  it('a notice that cannot be stored is logged and stops nothing', async () => {
    await using bench = await UpkeepBench.start();
    const broken = {
      read: bench.db.read,
      write: () => Promise.reject(new Error('no space')),
      writesFailing: true,
      close: () => Promise.resolve(),
    };
    const { clock, log } = bench;
    const notifier = new Notifier({ db: broken, clock, log, publish: () => undefined, followUps: [] });
    const notices = new TransitionNotices({ db: bench.db, clock, notifier });
    await notices.announce({ kind: 'node', orgId: ORG, nodeId: 'aaaaaaaa', name: 'Shed', status: 'offline' });
    expect(bench.lines).toEqual([expect.objectContaining({ level: 40 })]);
  });
});

describe('transitions in heartbeats', () => {
  const beat = {
    orgId: ORG,
    nodeId: 'aaaaaaaa',
    nodeName: 'Yard',
    via: 'http',
    cameOnline: false,
    changed: [],
    storage: undefined,
    formerDisk: { freeBytes: null, totalBytes: null },
  } as const;
  const change = (former: string, status: string, cameraId = 'one') => ({
    cameraId,
    name: 'Door',
    former,
    status,
  });
  const told = (bench: UpkeepBench) => bench.notices().map(({ kind }) => kind);

  it('a node and its cameras that come back are told over either channel, the node first', async () => {
    for (const via of ['http', 'websocket'] as const) {
      await using bench = await UpkeepBench.start();
      const notices = new TransitionNotices(bench);
      const changed = [change('offline', 'streaming'), change('offline', 'online', 'two')];
      await notices.heartbeat({ ...beat, via, cameOnline: true, changed });
      expect(bench.notices()).toMatchObject([
        {
          kind: 'node_online',
          audience: 'admin',
          severity: 'info',
          link: '/admin',
          title: "Node 'Yard' is online",
        },
        { kind: 'camera_online', audience: 'all', severity: 'info', cameraId: 'one', nodeId: 'aaaaaaaa' },
        { kind: 'camera_online', cameraId: 'two', link: '/dashboard?camera=two', title: 'Door is online' },
      ]);
    }
  });

  it('a camera the node itself reports offline is told; other states are no transition', async () => {
    await using bench = await UpkeepBench.start();
    const notices = new TransitionNotices(bench);
    await notices.heartbeat({
      ...beat,
      changed: [change('streaming', 'restarting'), change('error', 'streaming', 'two')],
    });
    await notices.heartbeat({
      ...beat,
      changed: [change('restarting', 'failed'), change('offline', 'starting', 'three')],
    });
    expect(told(bench)).toEqual([]);
    await notices.heartbeat({ ...beat, changed: [change('failed', 'offline')] });
    expect(told(bench)).toEqual(['camera_offline']);
  });

  it('a camera that starts up step by step is told once it streams', async () => {
    await using bench = await UpkeepBench.start();
    const notices = new TransitionNotices(bench);
    await notices.heartbeat({ ...beat, changed: [change('streaming', 'offline')] });
    await notices.heartbeat({ ...beat, changed: [change('offline', 'starting')] });
    expect(told(bench)).toEqual(['camera_offline']);
    await notices.heartbeat({ ...beat, changed: [change('starting', 'streaming')] });
    await notices.heartbeat({ ...beat, changed: [change('restarting', 'streaming')] });
    expect(told(bench)).toEqual(['camera_offline', 'camera_online']);
  });

  it('a node that registered again before its heartbeat is told to be back', async () => {
    await using bench = await UpkeepBench.start();
    const notices = new TransitionNotices(bench);
    const node = { kind: 'node', orgId: ORG, nodeId: 'aaaaaaaa', name: 'Yard' } as const;
    await notices.announce({ ...node, status: 'offline' });
    await notices.heartbeat(beat);
    await notices.heartbeat(beat);
    expect(told(bench)).toEqual(['node_offline', 'node_online']);
  });

  it('long names are cut to what a title holds', async () => {
    await using bench = await UpkeepBench.start();
    const notices = new TransitionNotices(bench);
    await notices.heartbeat({ ...beat, nodeName: 'n'.repeat(300), cameOnline: true });
    expect(bench.notices()[0]?.title.length).toBeLessThanOrEqual(200);
  });

  it('what was offline before the server restarted is told to be back, though it registered first', async () => {
    await using bench = await UpkeepBench.start();
    await bench.addNode('aaaaaaaa', { status: 'offline' });
    await bench.addNode('bbbbbbbb', { status: 'offline', lastSeen: null });
    await bench.addCamera('one', { status: 'offline' });
    await bench.addCamera('two', { status: 'offline', lastSeen: null });
    const notices = new TransitionNotices(bench);
    await notices.load();
    await notices.heartbeat({ ...beat, changed: [change('online', 'starting')] });
    await notices.heartbeat({
      ...beat,
      nodeId: 'bbbbbbbb',
      changed: [change('starting', 'streaming', 'two')],
    });
    expect(told(bench)).toEqual(['node_online']);
    await notices.heartbeat({ ...beat, changed: [change('starting', 'streaming')] });
    await notices.heartbeat({ ...beat, changed: [change('restarting', 'streaming')] });
    expect(told(bench)).toEqual(['node_online', 'camera_online']);
  });

  it('a snoozed camera goes and comes quietly', async () => {
    await using bench = await UpkeepBench.start();
    const now = bench.clock.now();
    const until = new Date(now.getTime() + 60_000);
    const values = { orgId: ORG, target: 'camera', targetId: 'one', until, createdBy: 'x', createdAt: now };
    await bench.db.write(async (tx) => void tx.insert(snoozes).values(values).run());
    await new TransitionNotices(bench).heartbeat({
      ...beat,
      cameOnline: true,
      changed: [change('streaming', 'offline')],
    });
    expect(bench.notices().map(({ kind, quiet }) => [kind, quiet])).toEqual([
      ['node_online', false],
      ['camera_offline', true],
    ]);
    expect(bench.published.map(({ message }) => message.type)).toEqual(['notification', 'changed']);
  });
});
