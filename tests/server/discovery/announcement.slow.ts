// Multicast never leaves a network the test makes for itself: two computers in network namespaces, joined by a cable.
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkFacts } from '../../../server/contract/system.ts';
import { productVersion } from '../../../server/version.ts';

interface Outcome {
  readonly announced: {
    readonly instance: string;
    readonly srv: string;
    readonly txt: string;
    readonly addresses: readonly string[];
    readonly byName: number;
    readonly byForeignName: number;
    readonly before: NetworkFacts;
    readonly after: NetworkFacts;
    readonly movedLanUrls: readonly string[];
    readonly exit: number;
    readonly stopMs: number;
    readonly goodbye: string;
  };
  readonly off: { readonly health: string; readonly heard: number };
  readonly loopback: { readonly health: string; readonly heard: number };
  readonly inPublic: { readonly health: string; readonly heard: number };
  readonly toggled: { readonly name: string | null; readonly state: string };
  readonly renamed: { readonly localUrl: string | null; readonly lanUrls: readonly string[] };
  readonly failed: {
    readonly health: string;
    readonly alive: number;
    readonly exit: number;
    readonly lines: number;
  };
}

/** Makes what is needed and nothing else, to see whether this computer lets it. */
const TRIAL = 'ip link add lan0 type veth peer name lan1 && unshare -n true && hostname trial';
const trial = spawnSync('unshare', ['-rnu', 'sh', '-c', TRIAL], { encoding: 'utf8' });
const permitted = trial.status === 0;
const INSTANCE = 'Sentinel shop._sentinel-cc._tcp.local';

async function runNetwork(): Promise<Outcome> {
  const program = fileURLToPath(new URL('./two-computers.ts', import.meta.url));
  // Without the network guard: there is no other network in there.
  const { NODE_OPTIONS: _, SENTINEL_MDNS: __, ...env } = process.env;
  const args = ['-rnu', process.execPath, program];
  const { stdout } = await promisify(execFile)('unshare', args, { env, timeout: 280_000 });
  return JSON.parse(stdout) as Outcome;
}

if (!permitted) {
  it.skip(`NOT RUN: this computer permits no network namespaces (${trial.stderr ?? 'no unshare'})`, () =>
    undefined);
}

describe.runIf(permitted)('two computers in one network', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await runNetwork();
  }, 290_000);

  it('the other one finds the service, its name and its address', () => {
    const { instance, srv, addresses } = outcome.announced;
    expect(instance).toBe(INSTANCE);
    expect(srv).toBe('shop.local:8000');
    expect(addresses[0]).toBe('192.168.77.2');
  });

  it('the announcement tells the version and the path, and nothing else', () => {
    expect(outcome.announced.txt.split(';').toSorted()).toEqual(['path=/', `version=${productVersion()}`]);
  });

  it('browsers are served under the announced name and under no foreign one', () => {
    // 404 before the first build of the dashboard.
    expect([200, 404]).toContain(outcome.announced.byName);
    expect(outcome.announced.byForeignName).toBe(421);
  });

  it('administrators see the name, and whether anybody came from the network', () => {
    const { before, after } = outcome.announced;
    expect(before).toMatchObject({
      announcement: 'announced',
      local_url: 'http://shop.local:8000',
      lan_urls: ['http://192.168.77.2:8000'],
      reach: 'not_yet',
      first_call_at: null,
      platform: 'linux',
    });
    expect(after).toMatchObject({ reach: 'reached', first_call_at: expect.any(String) });
  });

  it('a new address is announced without a restart', () => {
    expect(outcome.announced.addresses[1]).toBe('192.168.77.9');
    expect(outcome.announced.movedLanUrls).toEqual(['http://192.168.77.9:8000']);
  });

  it('a stop says goodbye and stays within 5 s', () => {
    expect(outcome.announced.goodbye).toBe(INSTANCE);
    expect(outcome.announced.exit).toBe(0);
    expect(outcome.announced.stopMs).toBeLessThan(5_000);
  });

  it('switched off, or listening on this computer only, nothing is sent', () => {
    expect(outcome.off).toEqual({ health: 'disabled', heard: 0 });
    expect(outcome.loopback).toEqual({ health: 'disabled', heard: 0 });
  });

  it('on a public address nothing is sent, and nothing is wrong', () => {
    expect(outcome.inPublic).toEqual({ health: 'ok', heard: 0 });
  });

  it('switched off and on quickly it keeps its name, and says goodbye at the end', () => {
    expect(outcome.toggled).toEqual({ name: 'shop.local', state: 'off' });
  });

  it('a name that another computer has is not handed out', () => {
    expect(outcome.renamed).toEqual({ localUrl: null, lanUrls: ['http://192.168.77.2:8000'] });
  });

  it('a failure is a state and one line in the log, and the server serves on', () => {
    expect(outcome.failed).toEqual({ health: 'warn', alive: 200, exit: 0, lines: 1 });
  });
});
