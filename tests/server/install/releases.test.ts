import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { downloadFor, knownPlatform } from '../../../server/install/node-downloads.ts';
import { ReleaseCache } from '../../../server/install/release-cache.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { releaseOf, startReleaseFeed } from './release-feed.ts';

const log = pino({ level: 'silent' });

describe('rest 107: the newest node version', () => {
  it.each([
    ['v0.1.39', '0.1.39'],
    ['V1.2.3', '1.2.3'],
    ['0.2.0', '0.2.0'],
    ['v0.3.0-rc1', '0.3.0-rc1'],
    ['nightly', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('tag %o is version %o', async (tag, version) => {
    await using feed = await startReleaseFeed();
    feed.answer = releaseOf(tag);
    const cache = new ReleaseCache({ clock: new FakeClock(), log, feedUrl: feed.url });
    expect(cache.latestVersion()).toBeUndefined();
    await cache.refresh();
    expect(cache.latestVersion()).toBe(version);
  });

  it('asks for the documented form of the answer', async () => {
    await using feed = await startReleaseFeed();
    await new ReleaseCache({ clock: new FakeClock(), log, feedUrl: feed.url }).refresh();
    expect(feed.questions).toEqual([expect.objectContaining({ accept: 'application/vnd.github+json' })]);
  });

  it.each([
    ['a refusal', { status: 403, body: '{"message":"rate limit"}' }],
    ['an error', { status: 500, body: 'oops' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['another JSON', { status: 200, body: '{"tag_name":7}' }],
    [
      'an address that is none',
      {
        status: 200,
        body: '{"tag_name":"v9.9.9","assets":[{"name":"x","browser_download_url":"javascript:1"}]}',
      },
    ],
  ])('%s keeps the stale answer, silently', async (_what, answer) => {
    await using feed = await startReleaseFeed();
    const lines: string[] = [];
    const noisy = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const cache = new ReleaseCache({ clock: new FakeClock(), log: noisy, feedUrl: feed.url });
    await cache.refresh();
    feed.answer = answer;
    await cache.refresh();
    expect(cache.latestVersion()).toBe('0.1.39');
    expect(lines).toEqual([]);
  });

  it('without internet nothing is known and nothing fails', async () => {
    const feed = await startReleaseFeed();
    const { url } = feed;
    await feed[Symbol.asyncDispose]();
    const cache = new ReleaseCache({ clock: new FakeClock(), log, feedUrl: url });
    await cache.refresh();
    expect([cache.latestVersion(), await cache.current()]).toEqual([undefined, undefined]);
  });

  it('a feed that never answers is given up when the server stops', async () => {
    await using feed = await startReleaseFeed();
    feed.answer = undefined;
    const cache = new ReleaseCache({ clock: new FakeClock(), log, feedUrl: feed.url });
    await cache.refresh(AbortSignal.timeout(50));
    expect(cache.latestVersion()).toBeUndefined();
  });

  it('switched off it asks nobody', async () => {
    const cache = new ReleaseCache({ clock: new FakeClock(), log, feedUrl: undefined });
    await cache.refresh();
    expect(await cache.current()).toBeUndefined();
  });

  it('a read on demand is ten minutes old at most, shares a question, and does not insist while the feed is down', async () => {
    await using feed = await startReleaseFeed();
    const clock = new FakeClock();
    const cache = new ReleaseCache({ clock, log, feedUrl: feed.url });
    const both = await Promise.all([cache.current(), cache.current()]);
    expect(both.map((release) => release?.tag)).toEqual(['v0.1.39', 'v0.1.39']);
    clock.advance(599_999);
    await cache.current();
    expect(feed.questions).toHaveLength(1);
    clock.advance(1);
    feed.answer = releaseOf('v0.1.40');
    expect((await cache.current())?.tag).toBe('v0.1.40');
    feed.answer = { status: 503, body: '' };
    clock.advance(600_000);
    expect((await cache.current())?.tag).toBe('v0.1.40');
    clock.advance(59_999);
    expect((await cache.current())?.tag).toBe('v0.1.40');
    expect(feed.questions).toHaveLength(3);
    clock.advance(1);
    await cache.current();
    expect(feed.questions).toHaveLength(4);
  });
});

describe('rest 109: the file for a system', () => {
  const release = {
    tag: 'v1.0.0',
    assets: [
      'cloudnode-windows-x86_64.exe',
      'CloudNode-Windows-x86_64.zip',
      'cloudnode-windows-x86_64.msi',
      'cloudnode-linux-aarch64.zip',
      'cloudnode-linux-aarch64.tgz',
      'cloudnode-linux-x86_64',
      'cloudnode-macos-aarch64.zip',
      'x86_64-macos.tar.gz',
    ].map((name) => ({ name, url: `https://example.com/${name}` })),
  };

  it.each([
    ['windows', 'x86_64', 'cloudnode-windows-x86_64.msi'],
    ['linux', 'aarch64', 'cloudnode-linux-aarch64.tgz'],
    ['linux', 'x86_64', 'cloudnode-linux-x86_64'],
    ['macos', 'aarch64', 'cloudnode-macos-aarch64.zip'],
  ])('%s %s: %s', (os, arch, name) => {
    expect(downloadFor(release, { os, arch })).toBe(`https://example.com/${name}`);
  });

  it.each([
    ['macos', 'x86_64'],
    ['linux', 'armv7'],
  ])('%s %s has none', (os, arch) => {
    expect(downloadFor(release, { os, arch })).toBeUndefined();
  });

  it('knows three systems and three processors, in any case', () => {
    expect(knownPlatform('Linux', 'X86_64')).toEqual({ os: 'linux', arch: 'x86_64' });
    for (const [os, arch] of [
      ['windows', 'x64'],
      ['freebsd', 'x86_64'],
      ['', ''],
      ['linux', '../x86_64'],
    ] as const)
      expect(knownPlatform(os, arch)).toBeUndefined();
  });
});
