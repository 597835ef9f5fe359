import { z } from 'zod';
import { NOTIFICATION_KINDS, type NotificationKind } from '../../contract/notifications/kinds.ts';

const names = z.array(z.string());

/** Kinds an endpoint wants, from how they are stored; null for all. Kinds that are no more are left out. */
export function wantedKinds(stored: string | null): NotificationKind[] | null {
  if (stored === null) return null;
  const wanted = names.parse(JSON.parse(stored));
  return NOTIFICATION_KINDS.filter((kind) => wanted.includes(kind));
}

/** Kinds as they are stored. */
export function storedKinds(wanted: readonly NotificationKind[] | null): string | null {
  return wanted === null ? null : JSON.stringify([...new Set(wanted)]);
}

/** Whether an endpoint wants a kind. */
export function wants(stored: string | null, kind: string): boolean {
  const wanted: readonly string[] | null = wantedKinds(stored);
  return wanted?.includes(kind) ?? true;
}
