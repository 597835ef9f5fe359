import type { SentinelConfig } from '../../../../server/contract/agents/sentinel.ts';

export type RuleChange = Partial<Omit<SentinelConfig, 'created_at' | 'updated_at'>>;

/**
 * A change as a function of the rules it is made to: what is sent is worked out from what the server holds when its
 * turn comes, so that a change which failed is not carried along by the next.
 */
export type Change = (rules: SentinelConfig) => RuleChange;

/** The rules as they will be once every change was saved. */
export function withChanges(rules: SentinelConfig, changes: readonly Change[]): SentinelConfig {
  const result = { ...rules };
  for (const change of changes) Object.assign(result, change(result));
  return result;
}

/** What every part of the rules is given. */
export interface PartProps {
  readonly rules: SentinelConfig;
  /** For members, and where the plan leaves Sentinel out: everything can be seen, nothing changed. */
  readonly isReadOnly: boolean;
  readonly onChange: (change: Change) => void;
}
