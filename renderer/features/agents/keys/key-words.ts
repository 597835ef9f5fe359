import { t } from '@lingui/core/macro';
import type { AgentKey, CameraScope } from '../../../../server/contract/agents/keys.ts';
import { READ_TOOLS, TOOL_NAMES } from '../../../../server/contract/agents/tools.ts';
import { relativeTime } from '../../../hooks/time.ts';

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** Which tools a key may use, in a few words. */
export function scopeWords({ scope_mode: mode, scope_tools: tools }: AgentKey): string {
  if (mode === 'all') return t`All ${TOOL_NAMES.length} tools`;
  if (mode === 'readonly') return t`Read-only, ${READ_TOOLS.length} tools`;
  return counted(tools.length, 'tool', 'tools');
}

/** Which cameras a key may know of, in a few words. */
export function cameraWords(scope: CameraScope): string {
  if (scope === null) return t`All cameras`;
  const parts = [
    ...(scope.cameras.length === 0 ? [] : [counted(scope.cameras.length, 'camera', 'cameras')]),
    ...(scope.groups.length === 0 ? [] : [counted(scope.groups.length, 'group', 'groups')]),
  ];
  return parts.length === 0 ? t`No camera` : parts.join(' and ');
}

const SOON_MS = 7 * 86_400_000;

/** Whether a key still works, and how long. `now` in milliseconds. */
export function expiryOf(
  { expires_at: at }: Pick<AgentKey, 'expires_at'>,
  now: number,
): { readonly state: 'never' | 'later' | 'soon' | 'over'; readonly words: string } {
  if (at === null) return { state: 'never', words: t`Never expires` };
  const end = Date.parse(at);
  if (end <= now) return { state: 'over', words: t`Expired ${relativeTime(end, now)}` };
  return { state: end - now < SOON_MS ? 'soon' : 'later', words: t`Expires ${relativeTime(end, now)}` };
}

/** When a key was used last. */
export function lastUsedWords({ last_used_at: at }: Pick<AgentKey, 'last_used_at'>, now: number): string {
  return at === null ? t`Never used` : t`Last used ${relativeTime(Math.min(Date.parse(at), now), now)}`;
}
