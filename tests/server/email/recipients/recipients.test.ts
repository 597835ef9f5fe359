import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../../server/db/database.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { users } from '../../../../server/db/schema/identity.ts';
import {
  clerkMemberships,
  ClerkRecipients,
  type ListMemberships,
} from '../../../../server/email/recipients/clerk-recipients.ts';
import { localRecipients } from '../../../../server/email/recipients/local-recipients.ts';
import { CLERK_SECRET_KEY, startClerkServer, type ClerkServer } from '../../../support/clerk-server.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { temporaryFolder } from '../../../support/test-config.ts';

const log = pino({ level: 'silent' });

describe('recipients by Clerk', () => {
  const clock = new FakeClock();
  let clerk: ClerkServer;
  let recipients: ClerkRecipients;
  beforeEach(async () => {
    clerk = await startClerkServer();
    recipients = new ClerkRecipients({
      clock,
      list: clerkMemberships({ secretKey: CLERK_SECRET_KEY, apiUrl: clerk.url }, log),
    });
    clerk.members.set('org_1', [
      { userId: 'user_1', email: 'Ann@Example.com', role: 'org:admin' },
      { userId: 'user_2', email: 'bob@example.com', role: 'org:member' },
      { userId: 'user_3', email: 'ann@example.COM', role: 'org:member' },
      { userId: 'user_4', email: '+49 170 1', role: 'org:admin' },
    ]);
  });
  afterEach(() => clerk[Symbol.asyncDispose]());
  const everybody = ['Ann@Example.com', 'bob@example.com'];

  it('notify 85: administrators by role; without an at sign is no address; each once, in the first spelling', async () => {
    expect(await recipients.find('org_1', 'all')).toEqual(everybody);
    expect(await recipients.find('org_1', 'admin')).toEqual(['Ann@Example.com']);
  });

  it('notify 85: the role admin without a prefix counts too', async () => {
    const list: ListMemberships = async () => [{ identifier: 'ann@example.com', role: 'admin' }];
    expect(await new ClerkRecipients({ clock, list }).find('org_1', 'admin')).toEqual(['ann@example.com']);
  });

  it('notify 85: remembered for five minutes by organization and audience', async () => {
    clerk.members.set('org_2', [{ userId: 'user_9', email: 'zoe@example.com', role: 'org:admin' }]);
    await recipients.find('org_1', 'all');
    await recipients.find('org_1', 'all');
    expect(clerk.calls).toHaveLength(1);
    await recipients.find('org_1', 'admin');
    await recipients.find('org_2', 'all');
    expect(clerk.calls).toHaveLength(3);
    clock.advance(300_000);
    await recipients.find('org_1', 'all');
    expect(clerk.calls).toHaveLength(4);
  });

  it('notify 85: forgetting an organization asks again for both audiences, and for no other one', async () => {
    clerk.members.set('org_2', [{ userId: 'user_9', email: 'zoe@example.com', role: 'org:admin' }]);
    for (const orgId of ['org_1', 'org_2']) {
      await recipients.find(orgId, 'all');
      await recipients.find(orgId, 'admin');
    }
    recipients.forget('org_1');
    for (const orgId of ['org_1', 'org_2']) {
      await recipients.find(orgId, 'all');
      await recipients.find(orgId, 'admin');
    }
    expect(clerk.calls).toHaveLength(6);
  });

  it('notify 85: a change that comes while Clerk is asked is not covered by the old answer', async () => {
    let members = [{ identifier: 'old@example.com', role: 'org:admin' }];
    const asked = new ClerkRecipients({
      clock,
      list: async () => {
        const answer = members;
        if (answer[0]?.identifier === 'old@example.com') {
          members = [{ identifier: 'new@example.com', role: 'org:admin' }];
          asked.forget('org_1');
        }
        return answer;
      },
    });
    await asked.find('org_1', 'all');
    expect(await asked.find('org_1', 'all')).toEqual(['new@example.com']);
  });

  it('notify 85: a failure of Clerk is told, so that the mail waits, and not remembered', async () => {
    clerk.failing = true;
    await expect(recipients.find('org_1', 'all')).rejects.toThrow();
    clerk.failing = false;
    expect(await recipients.find('org_1', 'all')).toEqual(everybody);
  });

  it('notify 85: an organization that has no members yet is asked about again', async () => {
    await expect(recipients.find('org_new', 'all')).rejects.toThrow('no members');
    clerk.members.set('org_new', [{ userId: 'user_9', email: 'zoe@example.com', role: 'org:admin' }]);
    expect(await recipients.find('org_new', 'all')).toEqual(['zoe@example.com']);
  });

  it('notify 85: no administrator with an address is an answer, yet not remembered', async () => {
    clerk.members.set('org_3', [{ userId: 'user_9', email: 'zoe@example.com', role: 'org:member' }]);
    expect(await recipients.find('org_3', 'admin')).toEqual([]);
    clerk.members.set('org_3', [{ userId: 'user_9', email: 'zoe@example.com', role: 'org:admin' }]);
    expect(await recipients.find('org_3', 'admin')).toEqual(['zoe@example.com']);
  });

  it('notify 85: what callers do to the answer does not reach the next one', async () => {
    for (let call = 0; call < 3; call += 1) {
      const addresses = (await recipients.find('org_1', 'all')) as string[];
      expect(addresses).toEqual(everybody);
      addresses.push('mallory@example.com');
    }
  });

  it('Clerk that does not answer in time counts as a failure', async () => {
    const list = () => new Promise<never>(() => undefined);
    const patient = new ClerkRecipients({ clock, list, timeoutMs: 20 });
    await expect(patient.find('org_1', 'all')).rejects.toThrow('in time');
  });
});

describe('recipients of local accounts', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let db: Database;
  beforeEach(async () => {
    folder = temporaryFolder();
    const clock = new FakeClock();
    db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const usual = { orgId: 'org_1', passwordHash: 'x', createdAt: clock.now(), lastSignInAt: null };
    const account = (name: string, role: 'admin' | 'member', changes = {}) => ({
      ...usual,
      id: `user_${name}`,
      name,
      role,
      email: `${name}@example.com`,
      ...changes,
    });
    const accounts = [
      account('ann', 'admin'),
      account('bob', 'member'),
      account('eve', 'admin', { disabled: true }),
      account('zoe', 'admin', { orgId: 'org_2' }),
    ];
    await db.write(async (tx) => void tx.insert(users).values(accounts).run());
  });
  afterEach(async () => {
    await db.close();
    folder[Symbol.dispose]();
  });

  it('notify 85: everybody, or the administrators, who can sign in, of this organization', async () => {
    const recipients = localRecipients({ db });
    expect(await recipients.find('org_1', 'all')).toEqual(['ann@example.com', 'bob@example.com']);
    expect(await recipients.find('org_1', 'admin')).toEqual(['ann@example.com']);
    expect(await recipients.find('org_none', 'all')).toEqual([]);
  });
});
