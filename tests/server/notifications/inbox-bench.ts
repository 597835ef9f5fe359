import { notifications, userNotificationState } from '../../../server/db/schema/notifications.ts';
import type { Notice, StoredNotification } from '../../../server/notifications/notifier.ts';
import type { TestClient } from '../../support/test-client.ts';
import { LiveBench, ORG } from '../events/live-bench.ts';

export interface Inbox {
  readonly total: number;
  readonly last_viewed_at: string;
  readonly notifications: readonly (Record<string, unknown> & {
    readonly id: number;
    readonly kind: string;
    readonly title: string;
    readonly unread: boolean;
  })[];
}

export interface Unread {
  readonly unread: number;
  readonly capped: boolean;
  readonly last_viewed_at: string;
}

const PATH = '/api/notifications';

/** What one person sees of the inbox. */
export class InboxReader {
  readonly client: TestClient;

  constructor(client: TestClient) {
    this.client = client;
  }

  async list(query = ''): Promise<Inbox> {
    const answer = await this.client.get(`${PATH}${query}`);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.json<Inbox>();
  }

  async titles(query = ''): Promise<string[]> {
    return (await this.list(query)).notifications.map(({ title }) => title);
  }

  async count(): Promise<Unread> {
    return (await this.client.get(`${PATH}/unread-count`)).json<Unread>();
  }

  async unread(): Promise<number> {
    return (await this.count()).unread;
  }
}

/** A notice of a kind nobody can mute; `admin` for one that only administrators see. */
export function notice(title: string, changes: Partial<Notice> & { readonly admin?: boolean } = {}): Notice {
  const { admin, ...rest } = changes;
  const kind = admin === true ? 'integration_key_created' : 'incident_created';
  return { orgId: ORG, kind, title, body: 'Something happened.', severity: 'info', ...rest };
}

/** Inbox routes with a notifier, an owner and a member. */
export class InboxBench {
  readonly live: LiveBench;
  readonly owner: InboxReader;
  readonly member: InboxReader;

  private constructor(live: LiveBench, owner: InboxReader, member: InboxReader) {
    this.live = live;
    this.owner = owner;
    this.member = member;
  }

  static async start(options: Parameters<typeof LiveBench.start>[0] = {}): Promise<InboxBench> {
    const live = await LiveBench.start(options);
    const [owner, member] = [await live.person('admin'), await live.person('member')];
    const reader = ({ token }: { readonly token: string }) => new InboxReader(live.client(token));
    return new InboxBench(live, reader(owner), reader(member));
  }

  get clock() {
    return this.live.accounts.clock;
  }

  async notify(told: Notice): Promise<StoredNotification | undefined> {
    this.clock.advance(1);
    const stored = await this.live.accounts.notifier.notify(told);
    this.clock.advance(1);
    return stored;
  }

  rows() {
    return this.live.accounts.db.read.select().from(notifications).orderBy(notifications.id).all();
  }

  cursors() {
    return this.live.accounts.db.read.select().from(userNotificationState).all();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.live[Symbol.asyncDispose]();
  }
}
