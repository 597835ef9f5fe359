import { t } from '@lingui/core/macro';
import type { AgentKey } from '../../../../server/contract/agents/keys.ts';
import { READ_TOOLS } from '../../../../server/contract/agents/tools.ts';

/** What a new key is going to be. */
export interface KeyDraft {
  readonly name: string;
  readonly mode: AgentKey['scope_mode'];
  /** Tools of a key whose tools are chosen one by one. */
  readonly tools: readonly string[];
  readonly isLimited: boolean;
  readonly cameras: readonly string[];
  readonly groups: readonly number[];
  /** Null for never. */
  readonly days: number | null;
}

export const NAME_MOST = 100;

/** A key that looks and changes nothing, until somebody wants more. Choosing tools starts with those that look. */
export const NEW_KEY: KeyDraft = {
  name: '',
  mode: 'readonly',
  tools: READ_TOOLS,
  isLimited: false,
  cameras: [],
  groups: [],
  days: 90,
};

export interface KeyProblems {
  readonly name?: string;
  readonly tools?: string;
  readonly cameras?: string;
}

/** What keeps a key from being made. */
export function keyProblems(draft: KeyDraft): KeyProblems {
  const isEmpty = draft.cameras.length + draft.groups.length === 0;
  return {
    ...(draft.name.trim() === '' ? { name: t`Enter a name` } : {}),
    ...(draft.mode === 'custom' && draft.tools.length === 0 ? { tools: t`Choose at least one tool` } : {}),
    ...(draft.isLimited && isEmpty ? { cameras: t`Choose at least one camera or group` } : {}),
  };
}

/** The request that makes the key. */
export function keyBody(draft: KeyDraft) {
  return {
    name: draft.name.trim(),
    scope_mode: draft.mode,
    scope_tools: draft.mode === 'custom' ? [...draft.tools] : [],
    camera_scope: draft.isLimited ? { cameras: [...draft.cameras], groups: [...draft.groups] } : null,
    expires_in_days: draft.days,
  };
}

/** The list with `item` in it or not. */
export function toggled<T>(list: readonly T[], item: T, wanted: boolean): readonly T[] {
  const rest = list.filter((other) => other !== item);
  return wanted ? [...rest, item] : rest;
}
