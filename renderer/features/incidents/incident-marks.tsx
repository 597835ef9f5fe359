import { t } from '@lingui/core/macro';
import { Bot, UserRound } from 'lucide-react';
import type { IncidentSeverity, IncidentStatus } from '../../../server/contract/incidents/incidents.ts';
import { Chip, type ChipTone } from '../../components/chip.tsx';
import { type Author, SEVERITY_RANK, SEVERITY_WORDS, STATUS_WORDS } from './incident-words.ts';

const SEVERITY_LOOKS: Readonly<Record<IncidentSeverity, string>> = {
  low: 'bg-idle-wash text-idle',
  medium: 'bg-warn-wash text-warn',
  high: 'bg-bad-wash text-bad',
  critical: 'bg-bad-solid text-white',
};

const BARS = [1, 2, 3, 4];

/** How bad it is, in words and as one to four bars. */
export function SeverityTag({ severity }: { readonly severity: IncidentSeverity }) {
  const rank = SEVERITY_RANK[severity];
  return (
    <span
      data-severity={severity}
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold ${SEVERITY_LOOKS[severity]}`}
    >
      <svg viewBox="0 0 11 10" aria-hidden="true" className="h-2.5 w-[11px] shrink-0 fill-current">
        {BARS.map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 3}
            y={10 - bar * 2.5}
            width="2"
            height={bar * 2.5}
            opacity={bar <= rank ? 1 : 0.3}
          />
        ))}
      </svg>
      {SEVERITY_WORDS[severity]}
    </span>
  );
}

const STATUS_TONES: Readonly<Record<IncidentStatus, ChipTone>> = {
  open: 'warn',
  acknowledged: 'idle',
  resolved: 'live',
  dismissed: 'idle',
};

/** How far it has been dealt with. */
export function StatusChip({ status }: { readonly status: IncidentStatus }) {
  return <Chip tone={STATUS_TONES[status]}>{STATUS_WORDS[status]}</Chip>;
}

interface AuthorProps {
  readonly author: Author;
  /** Says the name too, not only on hover. */
  readonly named?: boolean;
}

/** Whether an AI agent or a person wrote it. */
export function AuthorMark({ author: { kind, name }, named = false }: AuthorProps) {
  const Icon = kind === 'ai' ? Bot : UserRound;
  const what = kind === 'ai' ? t`AI` : t`Person`;
  return (
    <span title={name} className="inline-flex min-w-0 items-center gap-1">
      <Icon size={14} aria-hidden="true" className="shrink-0" />
      <span className="truncate">
        {named ? (kind === 'ai' ? t`AI agent ${name}` : name) : what}
        {named ? null : <span className="sr-only"> ({name})</span>}
      </span>
    </span>
  );
}
