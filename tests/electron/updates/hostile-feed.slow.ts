// Feeds that want harm, or break in the ways the network breaks.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateProblem } from '../../../electron/updates/update-problem.ts';
import { startBench, stubImage, type Bench } from './update-bench.ts';

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
  bench.feed.offer('0.2.0', stubImage('0.2.0', bench.startsFile));
});

afterEach(() => bench[Symbol.asyncDispose]());

/** What the menu says of a look at the feed. */
async function saidOfALook(source = bench.source()): Promise<string> {
  return source.look(bench.feed.url).then((version) => `found ${version}`, updateProblem);
}

describe('an announcement', () => {
  it('that sends on to an address without https is not followed there', async () => {
    bench.feed.announcing = 'elsewhere';
    // Not of this computer, and nobody is asked there.
    bench.feed.elsewhere = 'http://192.0.2.1/latest-linux.yml';
    expect(await saidOfALook()).toBe(
      'the update address sends on to one without https://, which is not used',
    );
  });

  it('that sends on within this computer is followed', async () => {
    await using other = await startBench();
    other.feed.offer('0.2.0', stubImage('0.2.0', bench.startsFile));
    bench.feed.announcing = 'elsewhere';
    bench.feed.elsewhere = `${other.feed.url}latest-linux.yml`;
    expect(await saidOfALook()).toBe('found 0.2.0');
  });

  it('that sends on in a circle comes to an end', async () => {
    bench.feed.announcing = 'elsewhere';
    bench.feed.elsewhere = `${bench.feed.url}latest-linux.yml`;
    expect(await saidOfALook()).toBe('the update address does not answer as it should');
    expect(bench.feed.asked).toHaveLength(11);
  });

  it.each([
    ['idle', { mostBytes: 1_000_000, idleMs: 300, totalMs: 60_000 }],
    ['late', { mostBytes: 1_000_000, idleMs: 60_000, totalMs: 300 }],
  ])('that never comes is given up: %s', async (_why, limits) => {
    bench.feed.announcing = 'silent';
    expect(await saidOfALook(bench.source(limits))).toBe('the update address does not answer as it should');
  });

  it('that never ends is given up before it fills the memory, and the next look works', async () => {
    bench.feed.announcing = 'endless';
    const source = bench.source();
    expect(await saidOfALook(source)).toBe('the update address does not answer as it should');
    bench.feed.announcing = 'well';
    expect(await saidOfALook(source)).toBe('found 0.2.0');
  });

  it.each(['without sums', 'an odd version'] as const)('%s is not used', async (announcing) => {
    bench.feed.announcing = announcing;
    const program = bench.run('0.1.0');
    await program.updates.shell.check();
    expect(program.updates.shell.state).toEqual({
      kind: 'failed',
      message: 'the announcement cannot be read',
    });
    expect(bench.feed.asked.filter((path) => path.endsWith('.AppImage'))).toEqual([]);
  });

  it('is asked for once when a person and the clock want it at the same time', async () => {
    const { updates } = bench.run('0.1.0');
    await Promise.all([updates.shell.check(), updates.shell.checkQuietly(), updates.shell.check()]);
    expect(bench.feed.asked.filter((path) => path.endsWith('.yml'))).toHaveLength(1);
    expect(bench.feed.asked.filter((path) => path.endsWith('.AppImage'))).toHaveLength(1);
  });
});

describe('a download', () => {
  it('that is longer than announced is given up before it fills the disk, and nothing stays', async () => {
    bench.feed.mishap = 'endless';
    const program = bench.run('0.1.0');
    await program.updates.shell.check();
    expect(program.updates.shell.state).toEqual({
      kind: 'failed',
      message: 'the update address does not answer as it should',
    });
    expect(readdirSync(bench.cache)).toEqual([]);
    bench.feed.mishap = 'none';
    await program.updates.shell.check();
    expect(program.updates.shell.state).toEqual({ kind: 'ready', version: '0.2.0' });
  });
});

it('a feed that answers with a page of its network instead is told of in words', async () => {
  const portal = createServer((_request, response) =>
    response.end('<html><body>Please sign in</body></html>'),
  );
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}/`;
  const said = await bench.source().look(url).then(String, updateProblem);
  portal.close();
  expect(said).toBe('the announcement cannot be read');
});
