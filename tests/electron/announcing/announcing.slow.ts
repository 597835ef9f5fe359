// Multicast never leaves a network the test makes for itself.
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Makes what is needed and nothing else, to see whether this computer lets it. */
const trial = spawnSync('unshare', [
  '-rnu',
  'sh',
  '-c',
  'ip link add lan0 type veth peer name lan1 && hostname x',
]);

it.runIf(trial.status === 0)(
  'the toggle of the tray is kept, and the server makes itself known and falls silent at once',
  async () => {
    // Without the network guard: there is no other network in there.
    const { NODE_OPTIONS: _, SENTINEL_MDNS: __, ...env } = process.env;
    const double = new URL('./register-double.ts', import.meta.url).href;
    const file = fileURLToPath(new URL('./toggled-in-a-network.ts', import.meta.url));
    const program = [`--import=${double}`, file];
    const { stdout } = await promisify(execFile)('unshare', ['-rnu', process.execPath, ...program], {
      env,
      timeout: 55_000,
    });
    expect(JSON.parse(stdout)).toEqual({
      silent: { ticked: false, heard: 0, name: null },
      announced: { ticked: true, kept: true, name: 'shop.local' },
      ended: { kept: false, name: null },
    });
  },
);

if (trial.status !== 0) it.skip('NOT RUN: this computer permits no network namespaces', () => undefined);
