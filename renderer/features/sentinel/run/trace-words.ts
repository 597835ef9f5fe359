import { t } from '@lingui/core/macro';
import type { SentinelRunDetail } from '../../../../server/contract/agents/sentinel.ts';

export type TraceEntry = SentinelRunDetail['tool_trace'][number];

const VALUE_MOST = 60;

function isShort(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function valueWords(value: unknown): string {
  const text = isShort(value) ? String(value) : JSON.stringify(value);
  return text.length <= VALUE_MOST ? text : `${text.slice(0, VALUE_MOST)}…`;
}

/** Arguments on one line, with cameras by their names. */
export function argumentWords(args: TraceEntry['args'], nameOf: (id: string | null) => string): string {
  return Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) =>
      name === 'camera_id' && typeof value === 'string'
        ? nameOf(value)
        : `${name.replaceAll('_', ' ')}: ${valueWords(value)}`,
    )
    .join(' · ');
}

/** A result as it is, or laid out when it is JSON. */
export function readableResult(result: string): string {
  const text = result.trim();
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** How many tool calls are shown of how many. */
export function shownWords({
  tool_trace: trace,
  tool_call_count: count,
}: Pick<SentinelRunDetail, 'tool_trace' | 'tool_call_count'>): string {
  if (count > trace.length) return t`${trace.length} of ${count} shown; the earliest are not kept`;
  return t`${trace.length} of ${trace.length} shown`;
}
