import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Transaction } from '../../../server/db/database.ts';
import { eq, sql } from '../../../server/db/drizzle.ts';
import { settings } from '../../../server/db/schema/organization.ts';
import { isStorageUnavailable } from '../../../server/db/sqlite-database.ts';
import { DatabaseFile } from './database-file.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
let place: DatabaseFile;
let db: Database;
beforeEach(async () => {
  place = new DatabaseFile();
  db = await place.open();
});
afterEach(async () => {
  await db.close();
  place[Symbol.dispose]();
});

function put(tx: Transaction, key: string, value = 'v'): void {
  tx.insert(settings).values({ orgId: 'org_1', key, value, updatedAt: NOW }).run();
}
const keys = (): string[] =>
  db.read
    .select({ key: settings.key })
    .from(settings)
    .orderBy(settings.key)
    .all()
    .map((row) => row.key);

describe('transactions of different requests', () => {
  it('never mix: statements of one run together although it waits in between', async () => {
    const steps: string[] = [];
    const work = (name: string) => async (tx: Transaction) => {
      for (let i = 0; i < 4; i += 1) {
        put(tx, `${name}${i}`);
        steps.push(name);
        await turn();
      }
    };
    await Promise.all([db.write(work('a')), db.write(work('b')), db.write(work('c'))]);
    expect(steps.join('')).toBe('aaaabbbbcccc');
    expect(keys()).toHaveLength(12);
  });

  it('a failed one takes back all of its own and nothing of the others', async () => {
    const results = await Promise.allSettled([
      db.write(async (tx) => put(tx, 'first')),
      db.write(async (tx) => {
        put(tx, 'lost-1');
        await turn();
        put(tx, 'lost-2');
        throw new Error('changed my mind');
      }),
      db.write(async (tx) => put(tx, 'last')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(keys()).toEqual(['first', 'last']);
  });

  it('a statement that breaks a rule takes back what came before it', async () => {
    const twice = db.write(async (tx) => {
      put(tx, 'same');
      put(tx, 'same');
    });
    await expect(twice).rejects.toThrow();
    expect(keys()).toEqual([]);
  });

  it('readers see a transaction only when it is committed, whole', async () => {
    const seen: number[] = [];
    const writing = db.write(async (tx) => {
      for (let i = 0; i < 5; i += 1) {
        put(tx, `k${i}`);
        await turn();
        seen.push(keys().length);
      }
    });
    await writing;
    expect(seen).toEqual([0, 0, 0, 0, 0]);
    expect(keys()).toHaveLength(5);
  });

  it('many at once are all done, in the order they came', async () => {
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        db.write(async (tx) => {
          put(tx, `k${String(i).padStart(3, '0')}`);
          order.push(i);
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 300 }, (_, i) => i));
    expect(keys()).toHaveLength(300);
  });

  it('closing waits for what was asked before', async () => {
    const slow = db.write(async (tx) => {
      await turn();
      put(tx, 'in-time');
    });
    await db.close();
    await slow;
    expect(
      place.directly((connection) => connection.prepare('SELECT key FROM settings').pluck().all()),
    ).toEqual(['in-time']);
  });
});

describe('a full disk', () => {
  /** The engine reports a full disk when the file may not grow. */
  const limitPages = (pages: number) =>
    db.write(async (tx) => {
      tx.run(sql.raw(`PRAGMA max_page_count = ${pages}`));
    });
  const fill = () =>
    db.write(async (tx) => {
      for (let i = 0; i < 200; i += 1) put(tx, `big${i}`, 'x'.repeat(4000));
    });

  it('refuses writes with 507 and keeps reading; nothing of the refused write is left', async () => {
    await db.write(async (tx) => put(tx, 'before'));
    await limitPages(1);
    const refusal = await fill().catch((error: unknown) => error);
    expect(isStorageUnavailable(refusal)).toBe(true);
    expect(refusal).toMatchObject({ status: 507, body: { detail: { error: 'storage_unavailable' } } });
    expect(db.writesFailing).toBe(true);
    expect(keys()).toEqual(['before']);
    expect(place.logLines.filter((line) => line.includes('does not take writes'))).toHaveLength(1);
    // The values may be keys, e-mails or passwords' hashes.
    expect(place.logLines.join('')).not.toContain('xxxx');
    await expect(fill()).rejects.toMatchObject({ status: 507 });
    expect(place.logLines.filter((line) => line.includes('does not take writes'))).toHaveLength(1);
  });

  it('is over as soon as a write succeeds', async () => {
    await limitPages(1);
    await fill().catch(() => undefined);
    await limitPages(1_000_000);
    await fill();
    expect([db.writesFailing, keys().length]).toEqual([false, 200]);
  });

  it('is not over when a transaction changes nothing', async () => {
    await limitPages(1);
    await fill().catch(() => undefined);
    await db.write(async (tx) => {
      tx.delete(settings).where(eq(settings.key, 'nothing')).run();
    });
    expect(db.writesFailing).toBe(true);
    await expect(fill()).rejects.toMatchObject({ status: 507 });
    expect(place.logLines.filter((line) => line.includes('does not take writes'))).toHaveLength(1);
  });

  it('an error of the statement is no full disk', async () => {
    const wrong = db.write(async (tx) => {
      tx.run(sql`INSERT INTO no_such_table VALUES (1)`);
    });
    await expect(wrong).rejects.not.toMatchObject({ status: 507 });
    expect(db.writesFailing).toBe(false);
    await db.write(async (tx) => {
      put(tx, 'fine');
      tx.delete(settings).where(eq(settings.key, 'nothing')).run();
    });
  });
});
