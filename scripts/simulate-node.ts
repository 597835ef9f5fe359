// A camera node without cameras, for a server of your own: see --help.
import { type CommandLine, HELP, readCommandLine } from './simulator/command-line.ts';
import type { NodeEventName, NodeEvents } from './simulator/node-events.ts';
import { validateSetup } from './simulator/setup-check.ts';
import { type SimulatedNode, startSimulatedNode } from './simulator/simulated-node.ts';
import { hasFfmpeg } from './simulator/video/live-encoder.ts';

/** A healthy camera's segments are mentioned this often; one line for each would hide everything else. */
const SEGMENTS_PER_LINE = 10;
/** Happens all the time and says little. */
const ROUTINE = new Set<NodeEventName>(['playlist', 'serverFrame', 'recording', 'suspended', 'heartbeat']);

type AnyEvent = NodeEvents[NodeEventName];

/** One line about an event, or undefined when it is not worth one. */
function describe(name: NodeEventName, event: AnyEvent, quiet: boolean): string | undefined {
  const failed =
    name === 'refused' ||
    name === 'disconnected' ||
    ('ok' in event && !event.ok) ||
    ('result' in event && event.result === 'dropped');
  const often = ROUTINE.has(name) || ('result' in event && event.number % SEGMENTS_PER_LINE !== 0);
  if (!failed && (quiet || often)) return undefined;
  const fields = Object.entries(event).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  );
  const shown = fields.map(([field, value]) => {
    const text = typeof value === 'number' ? String(Math.round(value)) : String(value);
    return `${field}=${text}`;
  });
  return `${new Date().toISOString().slice(11, 19)} ${name} ${shown.join(' ')}`;
}

function complain(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
}

/** Restarts on schedule and stops at SIGINT or SIGTERM. */
function steer(node: SimulatedNode, line: CommandLine): void {
  const timers: NodeJS.Timeout[] = [];
  let ending: Promise<void> | undefined;
  const end = (exitCode: number): void => {
    for (const timer of timers) clearInterval(timer);
    process.exitCode = exitCode;
    ending ??= node.stop().catch(complain);
  };
  const restart = (): void => {
    node.restartProcess().catch((error: unknown) => {
      // As the real node: a refused registration ends it.
      if (!ending) complain(error);
      end(ending ? 0 : 1);
    });
  };
  if (line.restartFfmpegMs !== undefined)
    timers.push(setInterval(() => node.restartFfmpeg(), line.restartFfmpegMs));
  if (line.restartNodeMs !== undefined) timers.push(setInterval(restart, line.restartNodeMs));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
}

async function run(line: CommandLine): Promise<void> {
  const liveEncode = line.node.liveEncode === true && hasFfmpeg();
  if (line.node.liveEncode && !liveEncode) console.error('ffmpeg is missing: the first camera plays a loop');
  const node = await startSimulatedNode({ ...line.node, liveEncode });
  node.events.onAny((name, event) => {
    const text = describe(name, event, line.quiet);
    if (text !== undefined) console.log(text);
  });
  console.log(`registered ${line.node.nodeId}, cameras: ${node.cameraIds.join(', ')}`);
  console.log(`local server ${node.lanUrl ?? 'off'}`);
  steer(node, line);
}

try {
  const line = readCommandLine(process.argv.slice(2));
  if (!line) console.log(HELP);
  else if (line.check) console.log(await validateSetup(line.node.url, line.node.nodeId, line.node.key));
  else await run(line);
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
