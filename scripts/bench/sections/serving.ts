import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { CameraFeed } from '../load/camera-feed.ts';
import { closedLoop, type Rate } from '../load/closed-loop.ts';
import { getHead, HttpConnection } from '../load/http-connection.ts';
import { calmly } from '../machine/cores.ts';
import { line, type Bench, type Line, type SectionResult } from '../section.ts';
import { BareNode } from '../servers/bare-node.ts';
import { Nginx } from '../servers/nginx.ts';
import { ServerProcess } from '../servers/server-process.ts';
import { median, rotated, spreadOf } from '../statistics.ts';

const CHAIN_SERVER = fileURLToPath(new URL('../servers/chain-server.ts', import.meta.url));

/** What is asked for, and the ratios to reach with eight connections. */
const SUBJECTS = [
  { name: 'playlist', bytes: 0, ofNginx: 0.55, ofChain: 3.5 },
  { name: '64 KB', bytes: 65_536, ofNginx: 0.55, ofChain: undefined },
  { name: '300 KB', bytes: 300_000, ofNginx: 0.65, ofChain: 1.35 },
  { name: '1 MB', bytes: 1_048_576, ofNginx: 1, ofChain: undefined },
] as const;
/** No question asked: what Node itself can do. */
const BARE = 'bare node:http';
type Subject = (typeof SUBJECTS)[number];
/** What a camera that went silent had is forgotten after a minute. */
const HOLD_AGAIN_MS = 20_000;

/** One server that answers all subjects. */
export interface Variant {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** Makes what is asked for present; called right before it is. */
  readonly ready: () => Promise<void>;
  readonly head: (subject: string) => string;
}

interface Sample extends Rate {
  readonly variant: string;
  readonly subject: string;
  readonly connections: number;
  readonly repetition: number;
}

/** How fast live video is answered from memory, against nginx and against the Express router. */
export async function serving(bench: Bench): Promise<SectionResult> {
  await using stack = new AsyncDisposableStack();
  const ours = await viewed(stack.use(await ServerProcess.start(bench.serverArgs)), 'ours');
  const chain = await viewed(stack.use(await ServerProcess.start([CHAIN_SERVER])), 'Express chain');
  const variants = [await holding(stack.use(await BareNode.start()), BARE, ours), ours, chain];
  if (bench.hasNginx) variants.unshift(await holding(stack.use(await Nginx.start()), 'nginx', ours));
  const samples: Sample[] = [];
  const counts = bench.quick ? [8] : [8, 32];
  const repetitions = bench.quick ? 2 : 5;
  const { stealPercent } = await calmly(async () => {
    samples.length = 0;
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      bench.say(`repetition ${repetition + 1} of ${repetitions}`);
      for (const connections of counts)
        samples.push(
          ...(await round(variants, { connections, repetition, seconds: bench.quick ? 0.8 : 1.5 })),
        );
    }
  });
  return {
    title: 'Serving from memory, requests a second on one core',
    lines: [...counts.flatMap((connections) => linesOf(samples, connections)), stealLine(stealPercent)],
    figures: { samples, stealPercent },
  };
}

export function stealLine(stealPercent: number): Line {
  return line('taken by neighbours of this computer (steal)', stealPercent, {
    digits: 1,
    unit: ' % of a core',
  });
}

async function round(
  variants: readonly Variant[],
  { connections, repetition, seconds }: { connections: number; repetition: number; seconds: number },
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const { name: subject } of rotated(SUBJECTS, repetition))
    for (const variant of rotated(variants, repetition)) {
      await variant.ready();
      const head = variant.head(subject);
      const { port, pid } = variant;
      const rate = await closedLoop({ port, pid, connections, seconds, next: () => ({ head }) });
      if (rate.errors > 0) throw new Error(`${variant.name} failed ${rate.errors} requests for ${subject}.`);
      samples.push({ ...rate, variant: variant.name, subject, connections, repetition });
    }
  return samples;
}

/** A server with one camera that is watched and one that holds a segment of each size. */
export async function viewed(server: ServerProcess, name: string): Promise<Variant> {
  const [watched, holding] = await server.addCameras(2);
  if (watched === undefined || holding === undefined) throw new Error('The server registered no cameras.');
  const live = new CameraFeed(server, watched);
  for (let count = 0; count < 15; count += 1) await live.deliver(randomBytes(188));
  const held = new CameraFeed(server, holding);
  const playlist = `/api/cameras/${watched.id}/stream.m3u8`;
  let paths = await hold(server, held);
  let heldAt = performance.now();
  return {
    name,
    port: server.port,
    pid: server.pid,
    ready: async () => {
      // A playlist that does not move for half a minute is no longer live.
      await live.deliver(randomBytes(188));
      if (performance.now() - heldAt < HOLD_AGAIN_MS) return;
      paths = await hold(server, held);
      heldAt = performance.now();
    },
    head: (subject) => getHead(paths.get(subject) ?? playlist, server.cookieLine),
  };
}

/** Delivers a segment of each size; answers their addresses as players use them: with the version of the playlist. */
async function hold(server: ServerProcess, feed: CameraFeed): Promise<ReadonlyMap<string, string>> {
  const sized = SUBJECTS.filter(({ bytes }) => bytes > 0);
  for (const { bytes } of sized) await feed.deliver(randomBytes(bytes));
  const camera = `/api/cameras/${feed.camera.id}`;
  const connection = new HttpConnection(server.port);
  const shown = await connection.ask(getHead(`${camera}/stream.m3u8`, server.cookieLine), { keep: true });
  connection.close();
  const uris = shown.text.split('\n').filter((text) => text.startsWith('segment/'));
  const newest = uris.slice(-sized.length);
  if (newest.length < sized.length) throw new Error('The server does not list what it was given.');
  return new Map(sized.map(({ name }, index) => [name, `${camera}/${newest[index] ?? ''}`]));
}

/** A server that only hands out what was put into it: the playlist of ours, and as many bytes. */
async function holding(server: Nginx | BareNode, name: string, ours: Variant): Promise<Variant> {
  for (const subject of SUBJECTS)
    if (subject.bytes > 0) await server.put(fileOf(subject.name), randomBytes(subject.bytes));
  const connection = new HttpConnection(ours.port);
  const { text } = await connection.ask(ours.head('playlist'), { keep: true });
  connection.close();
  await server.put(fileOf('playlist'), text);
  return {
    name,
    port: server.port,
    pid: server.pid,
    ready: async () => undefined,
    head: (subject) => getHead(`/${fileOf(subject)}`, ''),
  };
}

function fileOf(subject: string): string {
  return subject === 'playlist' ? 'stream.m3u8' : `${subject.replaceAll(' ', '')}.ts`;
}

function linesOf(samples: readonly Sample[], connections: number): Line[] {
  const found = samples.filter((sample) => sample.connections === connections);
  return SUBJECTS.flatMap((subject) => {
    const rates = (variant: string): Sample[] =>
      found.filter((sample) => sample.subject === subject.name && sample.variant === variant);
    const described = ['nginx', BARE, 'ours', 'Express chain']
      .filter((variant) => rates(variant).length > 0)
      .map((variant) => rateLine(`${subject.name}, ${connections} connections: ${variant}`, rates(variant)));
    return [...described, ...ratioLines(subject, connections, rates)];
  });
}

function rateLine(what: string, samples: readonly Sample[]): Line {
  const of = (pick: (sample: Sample) => number): number => median(samples.map(pick));
  const cpu = `${of(({ userUs }) => userUs).toFixed(0)}+${of(({ systemUs }) => systemUs).toFixed(0)} µs`;
  const isClientBound = of(({ clientShare }) => clientShare) >= 0.97;
  return {
    what,
    measured: `${of(({ perSecond }) => perSecond).toFixed(0)}/s`,
    note: `user+system ${cpu} a request${isClientBound ? '; client-bound' : ''}`,
  };
}

function ratioLines(
  subject: Subject,
  connections: number,
  rates: (variant: string) => readonly Sample[],
): Line[] {
  const against = (other: string, atLeast: number | undefined): Line[] => {
    const ratios = rates('ours').flatMap((own) => {
      const their = rates(other).find(({ repetition }) => repetition === own.repetition);
      return their === undefined ? [] : [own.perSecond / their.perSecond];
    });
    if (ratios.length === 0) return [];
    const { median: middle, min, max } = spreadOf(ratios);
    const note = `${min.toFixed(2)}–${max.toFixed(2)}`;
    const target = connections === 8 && atLeast !== undefined ? { atLeast } : {};
    return [
      line(`${subject.name}, ${connections} connections: ours / ${other}`, middle, { ...target, note }),
    ];
  };
  return [
    ...against('nginx', subject.ofNginx),
    ...against(BARE, undefined),
    ...against('Express chain', subject.ofChain),
  ];
}
