import { randomBytes } from 'node:crypto';
import type { CameraFeed } from '../load/camera-feed.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { NoticeSocket } from '../load/notice-socket.ts';
import { type ShopFigures, shopLoad, type ShopPlan, type Viewer } from '../load/shop-load.ts';
import {
  deliverTo,
  fetchSegment,
  filledCameras,
  NGINX_HELD,
  nginxShop,
  polledShop,
} from '../load/shop-servers.ts';
import { calmly } from '../machine/cores.ts';
import { rssOf } from '../machine/process-figures.ts';
import { line, type Bench, type Line, type SectionResult } from '../section.ts';
import type { LoopDelay } from '../servers/loop-delay.ts';
import { Nginx } from '../servers/nginx.ts';
import { ServerProcess } from '../servers/server-process.ts';
import { slope } from '../statistics.ts';

const SEGMENT_BYTES = 300_000;
const HELD = 60;
const MB = 1_000_000;
/** CPU falls for minutes at this rate of requests, probably because V8 compiles in stages what runs often. */
const RUN_IN_SECONDS = 240;

interface Measured extends ShopFigures {
  readonly loop: LoopDelay | undefined;
  readonly rssMb: number;
  readonly stealPercent: number;
}

/** So many viewers of each camera. */
function audience(cameras: number, viewersEach: number): Viewer[] {
  return Array.from({ length: cameras * viewersEach }, (_, index) => ({ index, camera: index % cameras }));
}

/** Each of so many people watches a wall of tiles. */
function walls(people: number, tiles: number, cameras: number): Viewer[] {
  return Array.from({ length: people * tiles }, (_, index) => {
    const person = Math.floor(index / tiles);
    return { index, camera: (person * tiles + (index % tiles) + person) % cameras };
  });
}

interface Place extends AsyncDisposable {
  readonly bench: Bench;
  readonly server: ServerProcess;
  readonly feeds: readonly CameraFeed[];
  readonly body: Buffer;
}

async function open(bench: Bench, cameras: number, held: number): Promise<Place> {
  const server = await ServerProcess.start(bench.serverArgs, { watchLoop: true });
  const body = randomBytes(SEGMENT_BYTES);
  const feeds = await filledCameras(server, await server.addCameras(cameras), { body, held });
  return {
    bench,
    server,
    feeds,
    body,
    [Symbol.asyncDispose]: async () => {
      for (const feed of feeds) feed.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

function planOf(bench: Bench, cameras: number, viewers: readonly Viewer[]): ShopPlan {
  return { cameras, viewers, seconds: bench.quick ? 6 : 30, segmentBytes: SEGMENT_BYTES };
}

async function polled({ server, feeds, body }: Place, plan: ShopPlan): Promise<Measured> {
  const { value, stealPercent } = await calmly(async () => {
    using shop = polledShop(server, feeds, body);
    server.beginLoopDelay();
    const figures = await shopLoad(shop, plan);
    return { ...figures, loop: await server.loopDelay(), rssMb: rssOf(server.pid) / MB };
  });
  return { ...value, stealPercent };
}

/** The same walls, told by their one WebSocket which segment to fetch. */
async function noticed({ server, feeds, body }: Place, plan: ShopPlan, tiles: number): Promise<Measured> {
  const { value, stealPercent } = await calmly(async () => {
    await using stack = new AsyncDisposableStack();
    const news = new Map<number, { resolve: (uri: string) => void }>();
    const connections = plan.viewers.map(() =>
      stack.adopt(new HttpConnection(server.port), (one) => one.close()),
    );
    for (let first = 0; first < plan.viewers.length; first += tiles) {
      const wall = plan.viewers.slice(first, first + tiles);
      const indexOf = new Map(wall.map(({ index, camera }) => [feeds[camera]?.camera.id ?? '', index]));
      stack.use(
        await NoticeSocket.open(server, [...indexOf.keys()], ({ cameraId, uri }) => {
          const index = indexOf.get(cameraId);
          if (index !== undefined) news.get(index)?.resolve(uri);
        }),
      );
    }
    server.beginLoopDelay();
    const figures = await shopLoad(
      {
        pid: server.pid,
        deliver: (camera) => deliverTo(feeds[camera], body),
        watch: async ({ index, camera }) => {
          const uri = await new Promise<string>((resolve) => news.set(index, { resolve }));
          const connection = connections[index];
          if (connection === undefined) throw new Error('no connection');
          return fetchSegment(
            connection,
            `/api/cameras/${feeds[camera]?.camera.id ?? ''}/${uri}`,
            server.cookieLine,
          );
        },
      },
      plan,
    );
    return { ...figures, loop: await server.loopDelay(), rssMb: rssOf(server.pid) / MB };
  });
  return { ...value, stealPercent };
}

interface Targets {
  readonly cpu?: number;
  readonly p99?: number;
  readonly loop?: number;
}

function describe(what: string, measured: Measured, targets: Targets = {}): Line[] {
  const { cpuPercent, segmentP50Ms, segmentP99Ms, loop, errors, late, megabytesPerSecond } = measured;
  const bound = (atMost: number | undefined) => (atMost === undefined ? {} : { atMost });
  const traffic = `${megabytesPerSecond.toFixed(0)} MB/s to viewers, steal ${measured.stealPercent.toFixed(1)} %`;
  const lines = [
    line(`${what}: CPU`, cpuPercent, {
      ...bound(targets.cpu),
      digits: 1,
      unit: ' % of a core',
      note: traffic,
    }),
    line(`${what}: segment p99`, segmentP99Ms, {
      ...bound(targets.p99),
      digits: 1,
      unit: ' ms',
      note: `p50 ${segmentP50Ms.toFixed(1)} ms`,
    }),
  ];
  if (loop !== undefined)
    lines.push(
      line(`${what}: event loop p99`, loop.p99, {
        ...bound(targets.loop),
        digits: 1,
        unit: ' ms',
        note: `max ${loop.max.toFixed(1)} ms`,
      }),
    );
  lines.push(
    line(`${what}: errors`, errors, {
      atMost: 0,
      digits: 0,
      note: late > 0 ? `${late} requests were late` : '',
    }),
  );
  return lines;
}

/** What a shop with many cameras and people costs. */
export async function shop(bench: Bench): Promise<SectionResult> {
  const lines: Line[] = [];
  const figures: Record<string, Measured> = {};
  const add = (what: string, measured: Measured, targets?: Targets): void => {
    figures[what] = measured;
    lines.push(...describe(what, measured, targets));
  };
  const nginx = bench.hasNginx ? await nginxMeasured(bench) : undefined;
  if (nginx !== undefined) add('64 cameras × 4 viewers, nginx', nginx);
  const held = bench.quick ? 5 : HELD;
  await using place = await open(bench, 64, held);
  bench.say('64 cameras × 4 viewers');
  const four = await polled(place, planOf(bench, 64, audience(64, 4)));
  add('64 cameras × 4 viewers', four, { cpu: 22, p99: 12, loop: 4 });
  const ofNginx = (what: string, { cpuPercent }: Measured): void => {
    if (nginx !== undefined)
      lines.push(line(`${what}: CPU of ours / nginx`, cpuPercent / nginx.cpuPercent, { atMost: 1.5 }));
  };
  ofNginx('64 cameras × 4 viewers', four);
  if (!bench.quick) {
    bench.say('the same, four minutes later');
    const runIn = await runningIn(place, { ...planOf(bench, 64, audience(64, 4)), seconds: RUN_IN_SECONDS });
    const later = await polled(place, planOf(bench, 64, audience(64, 4)));
    const what = '64 cameras × 4 viewers, four minutes later';
    add(what, { ...later, errors: later.errors + runIn.errors }, { cpu: 22, p99: 12, loop: 4 });
    ofNginx(what, later);
    // Quick runs hold too little for this to say anything.
    const heldMb = (64 * HELD * SEGMENT_BYTES) / MB;
    const atMost = Math.round(heldMb * 1.15 + 100);
    const note = `${heldMb.toFixed(0)} MB of video held`;
    lines.push(
      line('RSS with a full memory, at first', four.rssMb, { atMost, digits: 0, unit: ' MB', note }),
      line('RSS with a full memory, four minutes later', later.rssMb, {
        atMost,
        digits: 0,
        unit: ' MB',
        note,
      }),
    );
  }
  bench.say('64 cameras × 16 viewers');
  add('64 cameras × 16 viewers', await polled(place, planOf(bench, 64, audience(64, 16))), {
    cpu: 40,
    p99: 20,
  });
  const mixed = planOf(bench, 32, walls(20, 9, 32));
  bench.say('20 walls of 9 tiles over 32 cameras');
  add('32 cameras, 20 walls of 9, by polling', await polled(place, mixed));
  add('32 cameras, 20 walls of 9, by notice', await noticed(place, mixed, 9));
  return {
    title: 'A whole shop: each camera and each viewer one segment of 300 KB a second',
    lines,
    figures,
  };
}

async function runningIn({ server, feeds, body }: Place, plan: ShopPlan): Promise<ShopFigures> {
  using shop = polledShop(server, feeds, body);
  return shopLoad(shop, plan);
}

async function nginxMeasured(bench: Bench): Promise<Measured> {
  await using nginx = await Nginx.start();
  bench.say('nginx, 64 cameras × 4 viewers');
  const { value, stealPercent } = await calmly(async () => {
    using load = nginxShop(nginx, 64, randomBytes(SEGMENT_BYTES));
    // As full as after a while, so that each delivery makes it forget one, too.
    for (let count = 0; count < NGINX_HELD; count += 1)
      for (let camera = 0; camera < 64; camera += 1) await load.deliver(camera);
    return shopLoad(load, planOf(bench, 64, audience(64, 4)));
  });
  return { ...value, loop: undefined, rssMb: rssOf(nginx.pid) / MB, stealPercent };
}

/** Whether each further camera, and each further viewer, costs the same. */
export async function growth(bench: Bench): Promise<SectionResult> {
  const counts = bench.quick ? [4, 16, 64] : [4, 8, 16, 32, 64];
  await using place = await open(bench, 64, 5);
  const points: { cameras: number; cpuPercent: number; viewers: number }[] = [];
  for (const cameras of counts)
    for (const viewers of [1, 4]) {
      bench.say(`${cameras} cameras × ${viewers} viewers`);
      const plan = { ...planOf(bench, cameras, audience(cameras, viewers)), seconds: bench.quick ? 4 : 15 };
      points.push({ cameras, viewers, cpuPercent: (await polled(place, plan)).cpuPercent });
    }
  const withFour = points.filter(({ viewers }) => viewers === 4);
  const perCamera = slope(withFour.map(({ cameras, cpuPercent }) => ({ x: cameras, y: cpuPercent })));
  const viewerSteps = counts.map((cameras) => {
    const of = (viewers: number): number =>
      points.find((point) => point.cameras === cameras && point.viewers === viewers)?.cpuPercent ??
      Number.NaN;
    return { cameras, each: (of(4) - of(1)) / (cameras * 3) };
  });
  return {
    title: 'Growth from 4 to 64 cameras',
    lines: [
      ...withFour.map(({ cameras, cpuPercent }) =>
        line(`${cameras} cameras × 4 viewers`, cpuPercent, {
          digits: 1,
          unit: ' % of a core',
          note: `${(cpuPercent / cameras).toFixed(3)} % for each camera with its viewers`,
        }),
      ),
      line('slope: each further camera with 4 viewers', perCamera, { digits: 3, unit: ' %' }),
      ...viewerSteps.map(({ cameras, each }) =>
        line(`each further viewer at ${cameras} cameras`, each, { digits: 3, unit: ' %' }),
      ),
    ],
    figures: points,
  };
}
