import { parseArgs } from 'node:util';

import type { MotionOptions, SimulatedNodeOptions, UploadFaultOptions } from './node-options.ts';

export const HELP = `Usage: npm run simulate -- --url URL --node-id ID --key KEY [options]

  --url URL              server, for example http://127.0.0.1:8000
  --node-id ID           8 hex digits, shown when the node was added
  --key KEY              API key, shown once when the node was added
  --name NAME            the node's own name
  --cameras N            number of cameras (1)
  --segment-seconds N    length of a segment, 1-30 (1)
  --heartbeat-seconds N  pause between heartbeats (30)
  --start-number N       number of the first segment (0)
  --audio                add a sound track
  --live-encode          encode the first camera live with a burnt-in clock (needs ffmpeg)
  --bitrate KBPS         of the live camera (2500)
  --motion-every N       report motion every N segments of each camera
  --motion-burst N       for N segments in a row (1)
  --motion-score N       up to this score, 1-100 (60)
  --motion-cooldown S    seconds between two reports of a camera (30)
  --drop P               lose this share of the segments, 0-1
  --reorder P            swap this share with the next one
  --duplicate P          push this share twice
  --delay P:MS           push this share MS milliseconds late
  --seed N               same seed, same trouble (1)
  --restart-ffmpeg S     restart FFmpeg every S seconds: numbers from 0, no register call
  --restart-node S       restart the node every S seconds: register call, numbers from 0
  --lan-host HOST        bind address of the node's local server (127.0.0.1)
  --lan-port PORT        its port (a free one)
  --lan-streaming        tell the server that the local server can be reached
  --local-ip IP          address to report with it
  --check                check address and credentials like the node's setup, then stop
  --quiet                print only problems
  --help                 this text
`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;
const OPTIONS = {
  url: TEXT,
  'node-id': TEXT,
  key: TEXT,
  name: TEXT,
  cameras: TEXT,
  'segment-seconds': TEXT,
  'heartbeat-seconds': TEXT,
  'start-number': TEXT,
  audio: FLAG,
  'live-encode': FLAG,
  bitrate: TEXT,
  'motion-every': TEXT,
  'motion-burst': TEXT,
  'motion-score': TEXT,
  'motion-cooldown': TEXT,
  drop: TEXT,
  reorder: TEXT,
  duplicate: TEXT,
  delay: TEXT,
  seed: TEXT,
  'restart-ffmpeg': TEXT,
  'restart-node': TEXT,
  'lan-host': TEXT,
  'lan-port': TEXT,
  'lan-streaming': FLAG,
  'local-ip': TEXT,
  check: FLAG,
  quiet: FLAG,
  help: FLAG,
} as const;

export interface CommandLine {
  readonly node: SimulatedNodeOptions;
  readonly check: boolean;
  readonly quiet: boolean;
  /** Time between deliberate restarts, ms; undefined for none. */
  readonly restartFfmpegMs: number | undefined;
  readonly restartNodeMs: number | undefined;
}

type Parsed = ReturnType<typeof parse>;
type Given<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Reads the arguments after the program's name; undefined when help was asked for. Throws on wrong usage. */
export function readCommandLine(args: readonly string[]): CommandLine | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  return {
    node: nodeOptions(values),
    check: values.check,
    quiet: values.quiet,
    restartFfmpegMs: milliseconds('--restart-ffmpeg', values['restart-ffmpeg']),
    restartNodeMs: milliseconds('--restart-node', values['restart-node']),
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values;
}

function nodeOptions(values: Parsed): SimulatedNodeOptions {
  const { url, 'node-id': nodeId, key } = values;
  if (url === undefined || nodeId === undefined || key === undefined) {
    throw new Error('--url, --node-id and --key are needed; --help shows all options');
  }
  const lanPort = number('--lan-port', values['lan-port']);
  const optional = given({
    name: values.name,
    cameras: number('--cameras', values.cameras),
    segmentSeconds: number('--segment-seconds', values['segment-seconds']),
    heartbeatMs: milliseconds('--heartbeat-seconds', values['heartbeat-seconds']),
    startNumber: number('--start-number', values['start-number']),
    bitrateKbps: number('--bitrate', values.bitrate),
    motion: motionOptions(values),
    localIp: values['local-ip'],
  });
  return {
    url,
    nodeId,
    key,
    audio: values.audio,
    liveEncode: values['live-encode'],
    lanStreaming: values['lan-streaming'],
    faults: faultOptions(values),
    lan: given({ host: values['lan-host'], port: lanPort }),
    ...optional,
  };
}

function faultOptions(values: Parsed): UploadFaultOptions {
  return given({
    drop: number('--drop', values.drop),
    reorder: number('--reorder', values.reorder),
    duplicate: number('--duplicate', values.duplicate),
    delay: delayOption(values.delay),
    seed: number('--seed', values.seed),
  });
}

function motionOptions(values: Parsed): MotionOptions | undefined {
  const everySegments = number('--motion-every', values['motion-every']);
  if (everySegments === undefined) return undefined;
  const details = given({
    burstSegments: number('--motion-burst', values['motion-burst']),
    score: number('--motion-score', values['motion-score']),
    cooldownMs: milliseconds('--motion-cooldown', values['motion-cooldown']),
  });
  return { everySegments, ...details };
}

function delayOption(text: string | undefined): { probability: number; ms: number } | undefined {
  if (text === undefined) return undefined;
  const [, probability, ms] = /^([\d.]+):(\d+)$/.exec(text) ?? [];
  if (probability === undefined)
    throw new Error('--delay needs PROBABILITY:MILLISECONDS, for example 0.1:500');
  return { probability: Number(probability), ms: Number(ms) };
}

function number(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0)
    throw new Error(`${name} needs a number, not "${text}"`);
  return value;
}

function milliseconds(name: string, text: string | undefined): number | undefined {
  const seconds = number(name, text);
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** Leaves out what was not given, so that defaults apply. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>;
}
