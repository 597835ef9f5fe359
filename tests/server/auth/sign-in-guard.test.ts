import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressGroup } from '../../../server/http/guard/address-group.ts';
import { SignInGuard } from '../../../server/auth/passwords/sign-in-guard.ts';
import { statusOf } from './local-fixture.ts';

const ACCOUNT = 'owner@example.com';

async function fail(
  guard: SignInGuard,
  times: number,
  account = ACCOUNT,
  address = '10.0.0.1',
): Promise<void> {
  for (let i = 0; i < times; i += 1) await guard.admit(account, address);
}

describe('SignInGuard', () => {
  let delays: number[];
  let guard: SignInGuard;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    delays = [];
    guard = new SignInGuard(async (ms) => delays.push(ms));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('makes an account and address wait after five failures, doubling each time', async () => {
    await fail(guard, 5);
    for (const seconds of [1, 2, 4, 8, 16]) {
      await expect(guard.admit(ACCOUNT, '10.0.0.1')).rejects.toMatchObject({
        status: 429,
        headers: { 'Retry-After': String(seconds) },
        body: { error: 'rate_limit_exceeded', retry_after_seconds: seconds },
      });
      vi.advanceTimersByTime(seconds * 1000);
      await guard.admit(ACCOUNT, '10.0.0.1');
    }
  });

  it('never waits longer than five minutes', async () => {
    await fail(guard, 5);
    for (let i = 0; i < 12; i += 1) {
      vi.advanceTimersByTime(300_000);
      await guard.admit(ACCOUNT, '10.0.0.1');
    }
    vi.advanceTimersByTime(299_000);
    expect(await statusOf(guard.admit(ACCOUNT, '10.0.0.1'))).toBe(429);
    vi.advanceTimersByTime(1000);
    expect(await statusOf(guard.admit(ACCOUNT, '10.0.0.1'))).toBeUndefined();
  });

  it('lets at most five of many parallel guesses through', async () => {
    const tries = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(guard.admit(ACCOUNT, '10.0.0.1'))),
    );
    expect(tries.filter((status) => status === undefined)).toHaveLength(5);
  });

  it('forgets the failures of an address once its owner signed in', async () => {
    await fail(guard, 5);
    await guard.succeeded(ACCOUNT, '10.0.0.1');
    await fail(guard, 4);
    expect(await statusOf(guard.admit(ACCOUNT, '10.0.0.1'))).toBeUndefined();
  });

  it('does not count attempts that could not be checked', async () => {
    for (let i = 0; i < 50; i += 1) {
      await guard.admit(ACCOUNT, '10.0.0.1');
      await guard.withdraw(ACCOUNT, '10.0.0.1');
    }
    expect(delays).toEqual([]);
  });

  it('remembers nothing of an attempt that could not be checked, and gives no credit for it', async () => {
    await guard.admit(ACCOUNT, '10.0.0.1');
    const remembered = vi.getTimerCount();
    for (let i = 0; i < 50; i += 1) {
      await guard.admit(`person${i}@example.com`, '10.0.0.2');
      await guard.withdraw(`person${i}@example.com`, '10.0.0.2');
      await guard.withdraw(ACCOUNT, '10.0.0.3');
    }
    expect(vi.getTimerCount()).toBeLessThanOrEqual(remembered);
    await fail(guard, 5, ACCOUNT, '10.0.0.3');
    expect(await statusOf(guard.admit(ACCOUNT, '10.0.0.3'))).toBe(429);
  });

  it('remembers at most 10,000 of each kind, the latest failures', async () => {
    await fail(guard, 4, 'early@example.com', '10.0.0.1');
    for (let i = 0; i < 9_999; i += 1) await guard.admit(`p${i}@example.com`, `10.${i % 250}.${i >> 8}.9`);
    await fail(guard, 4, 'late@example.com', '10.0.0.2');
    for (let i = 0; i < 2_000; i += 1) await guard.admit(`q${i}@example.com`, `11.${i % 250}.${i >> 8}.9`);
    expect(vi.getTimerCount()).toBe(30_000);
    await fail(guard, 1, 'early@example.com', '10.0.0.1');
    expect(await statusOf(guard.admit('early@example.com', '10.0.0.1'))).toBeUndefined();
    await fail(guard, 1, 'late@example.com', '10.0.0.2');
    expect(await statusOf(guard.admit('late@example.com', '10.0.0.2'))).toBe(429);
  });

  it('refuses an address after 30 failures over all accounts in 15 minutes', async () => {
    for (let i = 0; i < 30; i += 1) await guard.admit(`person${i}@example.com`, '10.0.0.1');
    expect(await statusOf(guard.admit('fresh@example.com', '10.0.0.1'))).toBe(429);
    expect(await statusOf(guard.admit('fresh@example.com', '10.0.0.2'))).toBeUndefined();
    vi.advanceTimersByTime(15 * 60_000);
    expect(await statusOf(guard.admit('fresh@example.com', '10.0.0.1'))).toBeUndefined();
  });

  it('slows strangers, never the known address, when an account is guessed from many addresses', async () => {
    await guard.admit(ACCOUNT, '10.0.0.1');
    await guard.succeeded(ACCOUNT, '10.0.0.1');
    for (let i = 0; i < 60; i += 1) await guard.admit(ACCOUNT, `10.1.0.${i}`);
    expect(delays).toHaveLength(40);
    expect(Math.max(...delays)).toBe(2000);
    const before = delays.length;
    await guard.admit(ACCOUNT, '10.0.0.1');
    expect(delays).toHaveLength(before);
  });

  it('a stranger cannot lock the owner out: a new address of the owner is slowed but not refused', async () => {
    for (let i = 0; i < 200; i += 1) await guard.admit(ACCOUNT, `10.1.0.${i}`);
    expect(await statusOf(guard.admit(ACCOUNT, '10.9.9.9'))).toBeUndefined();
  });

  it('records one failure in ten minutes for an account and address, and 200 an hour in all', async () => {
    expect(await guard.isWorthRecording(ACCOUNT, '10.0.0.1')).toBe(true);
    expect(await guard.isWorthRecording(ACCOUNT, '10.0.0.1')).toBe(false);
    vi.advanceTimersByTime(600_000);
    expect(await guard.isWorthRecording(ACCOUNT, '10.0.0.1')).toBe(true);
    let recorded = 2;
    for (let i = 0; i < 300; i += 1) {
      if (await guard.isWorthRecording(ACCOUNT, `10.1.${i >> 8}.${i & 255}`)) recorded += 1;
    }
    expect(recorded).toBe(200);
  });
});

describe('addressGroup', () => {
  it.each([
    ['192.168.1.20', '192.168.1.20'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s counts as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
