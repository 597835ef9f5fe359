import { QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { camerasQuery, snoozesQuery } from '../../renderer/api/queries.ts';
import { coalesced } from '../../renderer/features/events/coalesce.ts';
import { listWords } from '../../renderer/features/events/motion-bursts.ts';
import { EventToasts } from '../../renderer/features/events/toasts.tsx';
import type { MotionMessage, NotificationMessage } from '../../server/contract/dashboard-events.ts';
import type { Camera } from '../../server/contract/fleet/cameras.ts';
import type { Snooze } from '../../server/contract/notifications/inbox.ts';

const CAMERAS = [
  { camera_id: 'a', name: 'Front door', group_id: 3 },
  { camera_id: 'b', name: 'Till', group_id: null },
  { camera_id: 'c', name: 'Yard', group_id: null },
] as Camera[];

const motion = (cameraId: string, score = 40): MotionMessage => ({
  type: 'motion',
  camera_id: cameraId,
  node_id: 'n',
  score,
  timestamp: '2026-05-30T12:00:00Z',
});

let drawn = 0;
function offline(cameraId: string, changes: Partial<NotificationMessage> = {}): NotificationMessage {
  drawn += 1;
  return {
    type: 'notification',
    id: drawn,
    kind: 'camera_offline',
    audience: 'all',
    title: `${cameraId} went offline`,
    body: 'No heartbeat for 90 seconds.',
    severity: 'warning',
    link: `/dashboard?camera=${cameraId}`,
    camera_id: cameraId,
    node_id: 'n',
    meta: null,
    created_at: '2026-05-30T12:00:00Z',
    ...changes,
  };
}

function stage({ isAdmin = true, snoozes = [] as Partial<Snooze>[] } = {}) {
  const client = new QueryClient();
  client.setQueryData(camerasQuery.queryKey, CAMERAS);
  client.setQueryData(snoozesQuery.queryKey, snoozes as Snooze[]);
  const went: string[] = [];
  const toasts = new EventToasts({ client, isAdmin: () => isAdmin, go: (path) => went.push(path) });
  return { toasts, went, client };
}

/** Toasts that nobody has dismissed, as a person would read them. */
function shown() {
  return toast.getToasts().flatMap((entry) => {
    if (!('title' in entry)) return [];
    const { description } = entry;
    const props =
      typeof description === 'object' && description !== null && 'props' in description
        ? (description.props as { readonly text: string; readonly onSnooze: unknown })
        : { text: '', onSnooze: null };
    const { action } = entry;
    const press = () => {
      if (typeof action === 'object' && action !== null && 'onClick' in action) action.onClick({} as never);
    };
    const close = () => entry.onDismiss?.(entry);
    return [{ title: entry.title, text: props.text, snoozable: props.onSnooze !== null, press, close }];
  });
}

const told = () => shown().map(({ title, text }) => [title, text]);

describe('toasts of events', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] });
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => run());
  });
  afterEach(() => {
    toast.dismiss();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('motion of one camera that goes on is one toast with its count', () => {
    const { toasts, went } = stage();
    toasts.tell(motion('a', 40));
    toasts.tell(motion('a', 72));
    expect(told()).toEqual([['Front door', 'Motion 2 times, up to 72%']]);
    shown()[0]?.press();
    expect(went).toEqual(['/dashboard?camera=a']);
  });

  it('a page that has not asked for the cameras asks before it names one', async () => {
    const { toasts, client } = stage();
    client.removeQueries({ queryKey: camerasQuery.queryKey });
    vi.stubGlobal('fetch', async () => Response.json(CAMERAS));
    toasts.tell(motion('a'));
    toasts.tell(motion('b'));
    expect(told()).toEqual([]);
    await vi.waitFor(() => expect(told()).toEqual([['Motion on 2 cameras', 'Till and Front door']]));
  });

  it('motion on several cameras at once is one toast for all', () => {
    const { toasts, went } = stage();
    for (const id of ['a', 'b', 'c', 'a']) toasts.tell(motion(id));
    expect(told()).toEqual([['Motion on 3 cameras', 'Front door, Yard, and Till']]);
    shown()[0]?.press();
    expect(went).toEqual(['/motion']);
  });

  it('a camera leaves the shared toast once it is still, and after a pause a new toast begins', () => {
    const { toasts } = stage();
    toasts.tell(motion('a'));
    toasts.tell(motion('b'));
    vi.advanceTimersByTime(5000);
    toasts.tell(motion('b'));
    vi.advanceTimersByTime(5000);
    toasts.tell(motion('b', 50));
    expect(told()).toEqual([['Till', 'Motion 3 times, up to 50%']]);
    vi.advanceTimersByTime(6001);
    toasts.tell(motion('a', 10));
    expect(told()).toHaveLength(2);
    expect(told()).toContainEqual(['Front door', 'Motion, 10%']);
    expect(told()).toContainEqual(['Till', 'Motion 3 times, up to 50%']);
  });

  it('who closes the toast is left alone until things have calmed down', () => {
    const { toasts } = stage();
    toasts.tell(motion('a'));
    const [first] = shown();
    toast.dismiss();
    first?.close();
    toasts.tell(motion('a'));
    toasts.tell(motion('b'));
    expect(told()).toEqual([]);
    vi.advanceTimersByTime(6001);
    toasts.tell(motion('a'));
    expect(told()).toEqual([['Front door', 'Motion, 40%']]);
  });

  it('notify-integrations 128: motion of an unknown camera still toasts, by its id', () => {
    const { toasts } = stage();
    toasts.tell(motion('zz', 12));
    expect(told()).toEqual([['zz', 'Motion, 12%']]);
    expect(shown()[0]?.snoozable).toBe(false);
  });

  it('a snoozed camera makes no toast, by its own snooze or its group’s, until that ends', () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    for (const snooze of [
      { id: 1, target: 'camera', target_id: 'a', until },
      { id: 2, target: 'group', target_id: '3', until },
    ] as const) {
      const { toasts } = stage({ snoozes: [snooze] });
      toasts.tell(motion('a'));
      expect(told()).toEqual([]);
    }
    const { toasts } = stage({ snoozes: [{ id: 1, target: 'camera', target_id: 'a', until }] });
    vi.advanceTimersByTime(60_000);
    toasts.tell(motion('a'));
    expect(told()).toHaveLength(1);
  });

  it('only administrators are offered to snooze', () => {
    const member = stage({ isAdmin: false });
    member.toasts.tell(motion('a'));
    expect(shown()[0]?.snoozable).toBe(false);
    toast.dismiss();
    const admin = stage();
    admin.toasts.tell(motion('a'));
    expect(shown()[0]?.snoozable).toBe(true);
  });

  it('warnings of one kind that follow closely are one toast', () => {
    const { toasts, went } = stage();
    toasts.tell(offline('a'));
    expect(told()).toEqual([['a went offline', 'No heartbeat for 90 seconds.']]);
    toasts.tell(offline('b'));
    toasts.tell(offline('c'));
    toasts.tell(offline('b'));
    expect(told()).toEqual([['3 cameras went offline', 'Till, Yard, and Front door']]);
    shown()[0]?.press();
    expect(went).toEqual(['/notifications']);
  });

  it('different kinds are different toasts, and mere news is none', () => {
    const { toasts } = stage();
    toasts.tell(offline('a'));
    toasts.tell(offline('b', { kind: 'incident_created', severity: 'critical', title: 'Incident #1' }));
    toasts.tell(offline('a', { kind: 'camera_online', severity: 'info' }));
    expect(shown().map(({ title }) => title)).toHaveLength(2);
  });

  it('a warning that leads nowhere or to another site has no button', () => {
    const { toasts, went } = stage();
    toasts.tell(offline('a', { link: 'https://evil.example/' }));
    shown()[0]?.press();
    expect(went).toEqual([]);
  });
});

describe('coalesced work', () => {
  it('is done once for many, and once more for the last', () => {
    vi.useFakeTimers();
    const work = vi.fn();
    const { ask, stop } = coalesced(work, 700);
    for (let i = 0; i < 10; i += 1) ask();
    vi.advanceTimersByTime(700);
    expect(work).toHaveBeenCalledTimes(1);
    ask();
    vi.advanceTimersByTime(700);
    expect(work).toHaveBeenCalledTimes(2);
    ask();
    stop();
    vi.advanceTimersByTime(700);
    expect(work).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});

it('names are listed, at most three of them', () => {
  expect(['a', 'a b', 'a b c', 'a b c d e'].map((names) => listWords(names.split(' ')))).toEqual([
    'a',
    'a and b',
    'a, b, and c',
    'a, b, c, and 2 more',
  ]);
});
