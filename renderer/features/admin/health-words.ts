import { t } from '@lingui/core/macro';
import type { LoopState } from '../../../server/contract/system.ts';
import { formatBytes } from '../nodes/storage-words.ts';
import type { ChipTone } from '../../components/chip.tsx';

/** Names of the server's parts. */
export const CHECK_NAMES: Readonly<Record<string, string>> = {
  database: 'Database',
  disk: 'Disk',
  clerk: t`Sign-in service`,
  resend: t`E-mail service`,
  email_worker: t`E-mail sending`,
  email_outbox: t`E-mail queue`,
  hls_cache: t`Live video memory`,
  viewer_usage: t`Viewing hours`,
  motion: 'Motion',
  sse: t`Live events`,
  events: t`Live events`,
  loops: t`Background tasks`,
};

const STATES: Readonly<Record<string, { readonly tone: ChipTone; readonly text: string }>> = {
  ok: { tone: 'live', text: 'Fine' },
  healthy: { tone: 'live', text: 'Fine' },
  warn: { tone: 'warn', text: t`Needs attention` },
  warning: { tone: 'warn', text: t`Needs attention` },
  degraded: { tone: 'warn', text: t`Needs attention` },
  error: { tone: 'bad', text: 'Broken' },
  critical: { tone: 'bad', text: 'Broken' },
  unhealthy: { tone: 'bad', text: 'Broken' },
  disabled: { tone: 'idle', text: t`Switched off` },
  unconfigured: { tone: 'idle', text: t`Not set up` },
  not_configured: { tone: 'idle', text: t`Not set up` },
};

export function checkState(status: string): { readonly tone: ChipTone; readonly text: string } {
  return STATES[status] ?? { tone: 'idle', text: status };
}

/** The figures of a check as `pending 3, latency 2 ms`. */
export function figuresOf(check: Readonly<Record<string, unknown>>): string {
  return Object.entries(check)
    .filter(([name, value]) => name !== 'status' && ['number', 'string', 'boolean'].includes(typeof value))
    .map(([name, value]) => {
      const plain = name.replaceAll('_', ' ');
      if (typeof value !== 'number') return `${plain} ${String(value)}`;
      if (name === 'percent_used') return `${value.toLocaleString()} % used`;
      if (name.endsWith('_ms')) return t`${plain.slice(0, -' ms'.length)} ${value.toLocaleString()} ms`;
      if (name.startsWith('bytes_')) return `${plain.slice('bytes '.length)} ${formatBytes(value)}`;
      return `${plain} ${value.toLocaleString()}`;
    })
    .join(', ');
}

/** `clean-logs` as `Clean logs`. */
export function loopName(name: string): string {
  const plain = name.replaceAll(/[-_]/g, ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}

const OVERALL: Readonly<Record<string, { readonly tone: ChipTone; readonly text: string }>> = {
  healthy: { tone: 'live', text: t`All is well` },
  degraded: { tone: 'warn', text: t`Works, with a problem` },
  unhealthy: { tone: 'bad', text: t`Something is broken` },
};

/** The state of the server as a whole. */
export function overallState(status: string): { readonly tone: ChipTone; readonly text: string } {
  return OVERALL[status] ?? { tone: 'idle', text: status };
}

/** What became of the last run of a background task. */
export function loopState(loop: LoopState): { readonly tone: ChipTone; readonly text: string } {
  if (loop.running) return { tone: 'live', text: t`Running now` };
  if (loop.last_error_class !== null) return { tone: 'bad', text: t`Failed last time` };
  return loop.runs === 0 ? { tone: 'idle', text: t`Has not run yet` } : { tone: 'live', text: 'Fine' };
}

/** Tasks that failed last time first, then those that ever failed, then by name. */
export function worstFirst(loops: readonly LoopState[]): readonly LoopState[] {
  const rank = (loop: LoopState) => (loop.last_error_class === null ? 0 : 2) + (loop.failures > 0 ? 1 : 0);
  return loops.toSorted((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name));
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** A length of time in its largest fitting unit: `2 days`, `1 minute`. */
export function lengthWords(seconds: number): string {
  const [size, unit] = UNITS.find(([limit]) => seconds >= limit) ?? [1, 'second'];
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
