import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readCommandLine } from '../../scripts/simulator/command-line.ts';
import { eventually } from '../support/wait.ts';
import { KEY, NODE_ID, RecordingServer } from './recording-server.ts';

/** Time a program of its own gets to start beside other tests, ms. */
const START_WITHIN_MS = 20_000;

const PROGRAM = join(import.meta.dirname, '..', '..', 'scripts', 'simulate-node.ts');
const TARGET = ['--url', 'http://127.0.0.1:1', '--node-id', NODE_ID, '--key', KEY];

interface Run {
  readonly child: ChildProcess;
  output: string;
}

function start(args: readonly string[]): Run {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const run: Run = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      run.output += chunk.toString('utf8');
    });
  }
  onTestFinished(() => void child.kill('SIGKILL'));
  return run;
}

function ended(run: Run): Promise<true> {
  return eventually('the program ends', () => run.child.exitCode !== null, START_WITHIN_MS);
}

it('streams, tells about it in short lines, and SIGTERM ends it by dropping TCP', async () => {
  const server = await RecordingServer.start();
  const run = start(['--url', server.url, '--node-id', NODE_ID, '--key', KEY, '--cameras', '2']);
  const begun = () => server.to(/push-segment/).length >= 2 && server.sockets.length === 1;
  await eventually('a first segment and an open channel', begun, START_WITHIN_MS);
  await eventually('lines', () => /segment .*number=0/.test(run.output));
  expect(run.output).toContain(
    `registered ${NODE_ID}, cameras: ${NODE_ID}_dev_video0, ${NODE_ID}_dev_video2`,
  );
  run.child.kill('SIGTERM');
  await ended(run);
  expect(run.child.exitCode).toBe(0);
  expect(await eventually('the channel ends', () => server.sockets[0]?.closedWith)).toBe(1006);
});

it('a refused registration is a message and exit code 1; wrong usage too; a check needs no registration', async () => {
  const server = await RecordingServer.start();
  server.answer = ({ line }) => (line.includes('register') ? { status: 401 } : undefined);
  const target = ['--url', server.url, '--node-id', NODE_ID, '--key', KEY];
  const [refused, misused, checked] = [
    start(target),
    start(['--url', server.url]),
    start([...target, '--check']),
  ];
  await Promise.all([refused, misused, checked].map(ended));
  expect([refused.child.exitCode, misused.child.exitCode, checked.child.exitCode]).toEqual([1, 1, 0]);
  expect(refused.output).toContain('key rejected');
  expect(misused.output).toContain('--help');
  expect(checked.output).toBe('credentials accepted\n');
});

it('every option reaches the node', () => {
  const rest = ['--name', 'Till', '--cameras', '5', '--segment-seconds', '2', '--heartbeat-seconds', '10'];
  const video = ['--start-number', '7', '--audio', '--live-encode', '--bitrate', '800'];
  const motion = [
    '--motion-every',
    '9',
    '--motion-burst',
    '3',
    '--motion-score',
    '70',
    '--motion-cooldown',
    '5',
  ];
  const faults = [
    '--drop',
    '0.1',
    '--reorder',
    '0.2',
    '--duplicate',
    '0.3',
    '--delay',
    '0.4:500',
    '--seed',
    '6',
  ];
  const lan = ['--lan-host', '127.0.0.2', '--lan-port', '8080', '--lan-streaming', '--local-ip', '10.0.0.5'];
  const restarts = ['--restart-ffmpeg', '60', '--restart-node', '90', '--quiet', '--check'];
  const line = readCommandLine([...TARGET, ...rest, ...video, ...motion, ...faults, ...lan, ...restarts]);
  expect(line).toEqual({
    node: {
      url: 'http://127.0.0.1:1',
      nodeId: NODE_ID,
      key: KEY,
      name: 'Till',
      cameras: 5,
      segmentSeconds: 2,
      heartbeatMs: 10_000,
      startNumber: 7,
      audio: true,
      liveEncode: true,
      bitrateKbps: 800,
      motion: { everySegments: 9, burstSegments: 3, score: 70, cooldownMs: 5_000 },
      faults: { drop: 0.1, reorder: 0.2, duplicate: 0.3, delay: { probability: 0.4, ms: 500 }, seed: 6 },
      lan: { host: '127.0.0.2', port: 8_080 },
      lanStreaming: true,
      localIp: '10.0.0.5',
    },
    check: true,
    quiet: true,
    restartFfmpegMs: 60_000,
    restartNodeMs: 90_000,
  });
  expect(readCommandLine(['--help'])).toBeUndefined();
  expect(() => readCommandLine([...TARGET, '--cameras', 'many'])).toThrow('--cameras needs a number');
  expect(() => readCommandLine([...TARGET, '--delay', '5'])).toThrow('PROBABILITY:MILLISECONDS');
});
