import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { homeInterfaces } from '../../../server/discovery/home-networks.ts';
import { LanCallers } from '../../../server/discovery/lan-callers.ts';
import { reachOf, type ReachFacts } from '../../../server/discovery/reach.ts';
import { SelfCheck } from '../../../server/discovery/self-check.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { addMember, setUpOwner } from '../../support/people.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { startTestServer } from '../../support/test-server.ts';

const log = pino({ level: 'silent' });
const FRESH: ReachFacts = {
  listensOnNetwork: true,
  hasAddress: true,
  behindProxy: false,
  reachedBefore: false,
  answersItself: true,
};

describe('how sure it is that other devices reach this server', () => {
  it.each<[Partial<ReachFacts>, string]>([
    [{}, 'not_yet'],
    [{ reachedBefore: true }, 'reached'],
    [{ reachedBefore: true, behindProxy: true }, 'reached'],
    [{ answersItself: false }, 'blocked'],
    [{ answersItself: false, reachedBefore: true }, 'reached'],
    [{ behindProxy: true, answersItself: false }, 'behind_proxy'],
    [{ hasAddress: false, reachedBefore: true }, 'no_network'],
    [{ listensOnNetwork: false, hasAddress: false }, 'this_computer_only'],
    [{ listensOnNetwork: false, hasAddress: false, behindProxy: true }, 'behind_proxy'],
  ])('%j is %s', (facts, reach) => {
    expect(reachOf({ ...FRESH, ...facts })).toBe(reach);
  });
});

describe('networks in which this server is announced', () => {
  const on = (...addresses: string[]) =>
    addresses.map((address) => ({
      address,
      family: address.includes(':') ? ('IPv6' as const) : ('IPv4' as const),
      internal: false,
      netmask: '',
      mac: '',
      cidr: null,
      scopeid: 0,
    }));

  it.each([
    ['a home', on('192.168.1.20'), true],
    ['a shop', on('10.1.2.3', 'fe80::1'), true],
    ['a cable without a router', on('169.254.3.4'), true],
    ['a rented server', on('203.0.113.7'), false],
    ['a rented server with a second, private address', on('203.0.113.7', '10.0.0.5'), false],
    ['the network of a provider', on('100.64.0.9'), false],
    ['IPv6 alone', on('2001:db8::1'), false],
    ['none', [], false],
  ] as const)('%s', (_what, addresses, expected) => {
    expect(homeInterfaces(['eth0'], { eth0: [...addresses] as never })).toEqual(expected ? ['eth0'] : []);
    expect(homeInterfaces(['wlan0'], { eth0: [...addresses] as never })).toEqual([]);
  });
});

describe('calls from other devices', () => {
  it('this computer does not count, by whichever of its addresses', () => {
    using folder = temporaryFolder();
    const callers = new LanCallers({ clock: new FakeClock(), log, dataDir: folder.path });
    const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const addresses = own.map(({ address }) => address);
    for (const address of ['127.0.0.1', '127.0.0.9', '::1', '::ffff:127.0.0.1', undefined, ...addresses])
      callers.note(address);
    expect([callers.first, callers.last]).toEqual([undefined, undefined]);
  });

  it('the first one is remembered across restarts', () => {
    using folder = temporaryFolder();
    const clock = new FakeClock();
    const services = { clock, log, dataDir: folder.path };
    const callers = new LanCallers(services);
    callers.note('::ffff:192.0.2.7');
    const first = clock.now();
    clock.advance(60_000);
    callers.note('192.0.2.8');
    expect(callers.first).toEqual(first);
    expect(callers.last).toEqual(clock.now());
    const later = new LanCallers(services);
    expect([later.first, later.last]).toEqual([first, undefined]);
    expect(readFileSync(join(folder.path, 'reached-from-network'), 'utf8')).toBe(`${first.toISOString()}\n`);
  });

  it('a note that cannot be read stops no server', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'reached-from-network'));
    const callers = new LanCallers({ clock: new FakeClock(), log, dataDir: folder.path });
    expect(callers.first).toBeUndefined();
  });

  it('a folder that takes no file costs the memory of it only', () => {
    const callers = new LanCallers({ clock: new FakeClock(), log, dataDir: '/proc/nothing' });
    callers.note('192.0.2.7');
    expect(callers.first).toBeInstanceOf(Date);
  });
});

describe('the server calls itself', () => {
  it('is answered by a healthy server only, and remembers the answer for half a minute', async () => {
    let answers = 0;
    let body = '{"status":"healthy"}';
    const server = createServer((_request, response) => {
      answers += 1;
      response.end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clock = new FakeClock();
    const check = new SelfCheck(clock);
    expect([await check.answersUnder(url), await check.answersUnder(url)]).toEqual([true, true]);
    expect(answers).toBe(1);
    body = '<p>a router</p>';
    clock.advance(30_000);
    expect(await check.answersUnder(url)).toBe(false);
    server.close();
    await once(server, 'close');
    clock.advance(30_000);
    expect(await check.answersUnder(url)).toBe(false);
  });
});

describe('GET /api/system/network', () => {
  it('tells administrators how this server is found, and nobody else', async () => {
    await using server = await startTestServer();
    const owner = await setUpOwner(server.url);
    const answer = await owner.get('/api/system/network');
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        port: Number(new URL(server.url).port),
        lan_urls: [],
        local_url: null,
        announcement: 'off',
        reach: 'this_computer_only',
        first_call_at: null,
        last_call_at: null,
        platform: 'linux',
      },
    ]);
    const member = await addMember(owner, 'mia@example.com', 'member');
    expect((await member.get('/api/system/network')).status).toBe(403);
    expect((await server.anonymous.get('/api/system/network')).status).toBe(401);
  });
});
