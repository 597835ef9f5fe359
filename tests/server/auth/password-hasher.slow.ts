import { afterAll, describe, expect, it } from 'vitest';
import { PasswordHasher } from '../../../server/auth/passwords/password-hasher.ts';
import { statusOf } from './local-fixture.ts';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();
  afterAll(() => hasher[Symbol.asyncDispose]());

  it('stores argon2id with 19 MiB, two passes and a fresh salt', async () => {
    const first = await hasher.hash('correct horse');
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.hash('correct horse')).not.toBe(first);
    expect(await hasher.verify('correct horse', first)).toBe(true);
    expect(await hasher.verify('correct horsf', first)).toBe(false);
  });

  it('takes the same password however the keyboard composed its letters', async () => {
    const hash = await hasher.hash('caf\u00e9-caf\u00e9');
    expect(await hasher.verify('cafe\u0301-cafe\u0301', hash)).toBe(true);
  });

  it('spends as long on an unknown account as on a wrong password, and answers false', async () => {
    const hash = await hasher.hash('something');
    const timed = async (stored: string | undefined): Promise<number> => {
      const start = performance.now();
      expect(await hasher.verify('wrong', stored)).toBe(false);
      return performance.now() - start;
    };
    await timed(hash);
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      known.push(await timed(hash));
      unknown.push(await timed(undefined));
    }
    // The shortest of each: other work of this computer only makes them longer.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
    expect(Math.min(...unknown)).toBeLessThan(Math.min(...known) * 3);
  });

  it('keeps the event loop free while it works', async () => {
    let turns = 0;
    const counter = setInterval(() => (turns += 1), 1);
    await hasher.hash('a');
    await hasher.hash('b');
    clearInterval(counter);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuses with 503 and Retry-After when more than 20 jobs wait', async () => {
    const jobs = Array.from({ length: 23 }, () => hasher.verify('x', undefined));
    const results = await Promise.allSettled(jobs);
    const refusals = results.filter((result) => result.status === 'rejected');
    expect(refusals).toHaveLength(2);
    expect(refusals[0]?.reason).toMatchObject({ status: 503, headers: { 'Retry-After': '2' } });
  });

  it('refuses open and new jobs once disposed', async () => {
    const short = new PasswordHasher();
    const open = statusOf(short.hash('a'));
    await short[Symbol.asyncDispose]();
    expect(await open).toBe(503);
    expect(await statusOf(short.hash('b'))).toBe(503);
  });

  it('reports a hash it cannot read instead of hanging, and goes on', async () => {
    await expect(hasher.verify('x', 'not a hash')).rejects.toThrow(/hashing failed/);
    expect(await hasher.verify('x', undefined)).toBe(false);
  });
});
