import { useState } from 'react';
import type { Camera } from '../../../server/contract/fleet/cameras.ts';
import type { CameraGroup } from '../../../server/contract/fleet/groups.ts';
import { readStored, writeStored } from '../../hooks/storage.ts';

/** All cameras, those of one group, or those of none. */
export type GroupChoice = 'all' | 'none' | number;

/** Reads a kept choice; a group that is gone, or anything unexpected, means all. */
export function parseChoice(value: unknown, groups: readonly Pick<CameraGroup, 'id'>[]): GroupChoice {
  if (value === 'none') return value;
  return groups.find(({ id }) => id === value)?.id ?? 'all';
}

export function inChoice(camera: Pick<Camera, 'group_id'>, choice: GroupChoice): boolean {
  if (choice === 'all') return true;
  return choice === 'none' ? camera.group_id === null : camera.group_id === choice;
}

/** The group this browser shows, kept per organisation. */
export function useGroupFilter(orgId: string, groups: readonly CameraGroup[] | undefined) {
  const key = `sentinel.group.${orgId}`;
  const [kept, setKept] = useState(() => readStored(key));
  const choose = (choice: GroupChoice) => {
    setKept(choice);
    writeStored(key, choice);
  };
  const choice = groups === undefined || groups.length === 0 ? 'all' : parseChoice(kept, groups);
  return { choice, choose };
}
