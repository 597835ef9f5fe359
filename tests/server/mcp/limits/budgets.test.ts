import { describe, expect, it } from 'vitest';
import { AddressLimiter, REQUESTS_PER_MINUTE } from '../../../../server/mcp/limits/address-limiter.ts';
import { CallSlots, SLOTS } from '../../../../server/mcp/limits/call-slots.ts';
import { KeyBudget } from '../../../../server/mcp/limits/key-budget.ts';
import { RollingWindow } from '../../../../server/mcp/limits/rolling-window.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const HOUR_MS = 3_600_000;
const PRO = { perMinute: 30, perDay: 5_000 };

describe('a rolling window', () => {
  it('counts what is younger than its span, also after very many calls', () => {
    const window = new RollingWindow(100);
    for (let now = 0; now < 50_000; now += 1) {
      window.add(now);
      if (now > 100 && window.count(now) !== 100) throw new Error(`${window.count(now)} at ${now}`);
    }
    expect(window.freesInMs(50_000)).toBe(1);
    expect(window.count(50_098)).toBe(1);
    expect(window.count(50_099)).toBe(0);
    expect(window.freesInMs(50_099)).toBe(0);
  });
});

describe('the budget of a key', () => {
  it('ai-mcp 12, 13: the minute is looked at first, the day tells itself apart, refusals cost nothing', () => {
    const clock = new FakeClock();
    const budget = new KeyBudget(clock);
    const limits = { perMinute: 2, perDay: 4 };
    const kinds = (count: number) => Array.from({ length: count }, () => budget.take('a', limits).kind);
    expect(kinds(4)).toEqual(['allowed', 'allowed', 'minute', 'minute']);
    clock.advance(60_000);
    expect(kinds(3)).toEqual(['allowed', 'allowed', 'minute']);
    clock.advance(60_000);
    expect(kinds(2)).toEqual(['day', 'day']);
    expect(budget.take('b', limits).kind).toBe('allowed');
    expect(budget.take('a', limits)).toEqual({ kind: 'day', retryAfterMs: 24 * HOUR_MS - 120_000 });
    clock.advance(24 * HOUR_MS - 120_000);
    expect(kinds(3)).toEqual(['allowed', 'allowed', 'minute']);
  });

  it('ai-mcp 1.7: a wider plan counts at once', () => {
    const budget = new KeyBudget(new FakeClock());
    for (let count = 0; count < 30; count += 1) budget.take('a', PRO);
    expect(budget.take('a', PRO).kind).toBe('minute');
    expect(budget.take('a', { perMinute: 120, perDay: 30_000 }).kind).toBe('allowed');
  });

  it('ai-mcp 14: a key idle for 24 h is forgotten, one used lately is kept, and only once an hour', () => {
    const clock = new FakeClock();
    const budget = new KeyBudget(clock);
    budget.take('idle', PRO);
    clock.advance(24 * HOUR_MS - 10_000);
    // This call sweeps: nothing is old enough yet.
    budget.take('lately', PRO);
    clock.advance(10_000);
    budget.take('another', PRO);
    expect(budget.size).toBe(3);
    clock.advance(HOUR_MS);
    budget.take('another', PRO);
    expect(budget.size).toBe(2);
    expect(budget.take('lately', { perMinute: 9, perDay: 1 }).kind).toBe('day');
  });
});

describe('requests of an address', () => {
  it('ai-mcp 15: 600 in any 60 seconds, each address by itself, and refusals do not prolong it', () => {
    const clock = new FakeClock();
    const limiter = new AddressLimiter(clock);
    for (let count = 0; count < REQUESTS_PER_MINUTE; count += 1) {
      if (count === 300) clock.advance(30_000);
      expect(limiter.take('a')).toBe(true);
    }
    expect(limiter.take('a')).toBe(false);
    expect(limiter.take('b')).toBe(true);
    clock.advance(29_999);
    expect(limiter.take('a')).toBe(false);
    clock.advance(1);
    for (let count = 0; count < 300; count += 1) expect(limiter.take('a')).toBe(true);
    expect(limiter.take('a')).toBe(false);
  });
});

describe('slots of calls', () => {
  it('are limited for a key and together, and come back once', () => {
    const slots = new CallSlots();
    const ofA = Array.from({ length: SLOTS.perKey }, () => slots.take('a'));
    expect(slots.take('a')).toBeUndefined();
    const ofB = Array.from({ length: SLOTS.total - SLOTS.perKey }, () => slots.take('b'));
    expect([...ofA, ...ofB]).not.toContain(undefined);
    expect(slots.take('c')).toBeUndefined();
    ofA[0]?.[Symbol.dispose]();
    expect(slots.take('c')).toBeDefined();
    expect(slots.take('a')).toBeUndefined();
  });
});
