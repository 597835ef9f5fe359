import { plural, t } from '@lingui/core/macro';
import type { AgentKey, CameraScope } from '../../../../server/contract/agents/keys.ts';
import { READ_TOOLS, TOOL_NAMES } from '../../../../server/contract/agents/tools.ts';
import { agoTime, relativeTime } from '../../../hooks/time.ts';

/** Which tools a key may use, in a few words. */
export function scopeWords({ scope_mode: mode, scope_tools: tools }: AgentKey): string {
  if (mode === 'all') return t`All ${TOOL_NAMES.length} tools`;
  if (mode === 'readonly') return t`Read-only, ${READ_TOOLS.length} tools`;
  return plural(tools.length, { one: '# tool', other: '# tools' });
}

/** Which cameras a key may know of, in a few words. */
export function cameraWords(scope: CameraScope): string {
  if (scope === null) return t`All cameras`;
  const cameras = plural(scope.cameras.length, { one: '# camera', other: '# cameras' });
  const groups = plural(scope.groups.length, { one: '# group', other: '# groups' });
  if (scope.groups.length === 0) return scope.cameras.length === 0 ? t`No camera` : cameras;
  return scope.cameras.length === 0 ? groups : t`${cameras} and ${groups}`;
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
  return at === null ? t`Never used` : t`Last used ${agoTime(Date.parse(at), now)}`;
}
