import { t } from '@lingui/core/macro';
import type { QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type Snooze, snoozes } from '../../../../server/contract/notifications/inbox.ts';
import { call } from '../../../api/client.ts';
import { hasStatus, messageOf } from '../../../api/errors.ts';
import { snoozesQuery } from '../../../api/queries.ts';
import { type SnoozeTarget, untilWords } from './quiet.ts';
import type { Span } from './spans.ts';

const isSame = (a: SnoozeTarget, b: SnoozeTarget) => a.target === b.target && a.target_id === b.target_id;

function keep(client: QueryClient, set: Snooze): void {
  client.setQueryData(snoozesQuery.queryKey, (list) =>
    list === undefined ? list : [...list.filter((old) => !isSame(old, set)), set],
  );
}

function drop(client: QueryClient, ended: readonly Snooze[]): void {
  const ids = new Set(ended.map(({ id }) => id));
  client.setQueryData(snoozesQuery.queryKey, (list) => list?.filter(({ id }) => !ids.has(id)));
}

async function endOne(snooze: Snooze): Promise<void> {
  try {
    await call(snoozes.end, { params: { snooze_id: snooze.id } });
  } catch (error) {
    // It ended by itself meanwhile, which is what was wanted.
    if (!hasStatus(error, 404)) throw error;
  }
}

/** Lets cameras and groups be heard again. Failures are told as a toast. */
export async function endSnoozes(client: QueryClient, ended: readonly Snooze[]): Promise<void> {
  drop(client, ended);
  try {
    await Promise.all(ended.map(endOne));
  } catch (error) {
    toast.error(messageOf(error));
  }
  await client.invalidateQueries({ queryKey: snoozesQuery.queryKey });
}

/** Keeps cameras or groups quiet and says until when, with a way back. Failures are told as a toast. */
export async function snooze(
  client: QueryClient,
  targets: readonly SnoozeTarget[],
  span: Span,
  name: string,
): Promise<void> {
  try {
    const set = await Promise.all(
      targets.map((target) => call(snoozes.set, { body: { ...target, for: span } })),
    );
    for (const one of set) keep(client, one);
    const until = Math.max(...set.map((one) => Date.parse(one.until)));
    toast.success(t`${name}: quiet until ${untilWords(until, Date.now())}`, {
      description: t`No pop-up, badge, mail or webhook. Motion history and recording go on.`,
      action: { label: t`Undo`, onClick: () => void endSnoozes(client, set) },
    });
  } catch (error) {
    toast.error(messageOf(error));
  }
  await client.invalidateQueries({ queryKey: snoozesQuery.queryKey });
}
