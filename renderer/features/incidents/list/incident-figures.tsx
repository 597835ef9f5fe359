import { t } from '@lingui/core/macro';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';

interface FigureProps {
  readonly name: string;
  readonly value: number | undefined;
  readonly note: string;
  readonly alarming?: boolean;
}

function Figure({ name, value, note, alarming = false }: FigureProps) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className={`text-lg font-semibold ${alarming ? 'text-bad' : ''}`}>
        {value === undefined ? '–' : formats.count(value)}
      </dd>
      <dd className="text-xs text-ink-soft">{note}</dd>
    </div>
  );
}

interface Props {
  readonly counts:
    | { readonly open: number; readonly open_critical: number; readonly open_high: number }
    | undefined;
  /** Of what is loaded; undefined before anything is. */
  readonly loaded: { readonly byAgents: number; readonly today: number } | undefined;
}

/** The state of things in four figures. */
export function IncidentFigures({ counts, loaded }: Props) {
  const severe = counts && counts.open_critical + counts.open_high;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-5 lg:grid-cols-4">
        <Figure name={t`Open`} value={counts?.open} note={t`wait for somebody`} />
        <Figure
          name={t`High and critical`}
          value={severe}
          note={counts ? t`${formats.count(counts.open_critical)} of them critical` : t`open`}
          alarming={(severe ?? 0) > 0}
        />
        <Figure name={t`By AI`} value={loaded?.byAgents} note={t`in this list`} />
        <Figure name={t`Today`} value={loaded?.today} note={t`in this list`} />
      </dl>
    </Card>
  );
}
