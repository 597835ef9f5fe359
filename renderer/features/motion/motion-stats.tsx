import { plural, t } from '@lingui/core/macro';
import { Card } from '../../components/page.tsx';
import { formats } from '../../hooks/format.ts';
import { agoTime } from '../../hooks/time.ts';

export interface CameraMotion {
  readonly camera_id: string;
  readonly event_count: number;
  readonly peak_score: number;
  readonly latest: string;
}

interface Props {
  readonly stats: readonly CameraMotion[];
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
}

function Figure({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="truncate text-base font-semibold sm:text-lg">{value}</dd>
      <dd className="truncate text-ink-soft">{note}</dd>
    </div>
  );
}

/** The span in four figures. */
export function MotionStats({ stats, names, now }: Props) {
  const total = stats.reduce((sum, { event_count: count }) => sum + count, 0);
  const busiest = stats.toSorted((a, b) => b.event_count - a.event_count)[0];
  const strongest = stats.toSorted((a, b) => b.peak_score - a.peak_score)[0];
  const latest = stats.toSorted((a, b) => Date.parse(b.latest) - Date.parse(a.latest))[0];
  if (busiest === undefined || strongest === undefined || latest === undefined) return null;
  const nameOf = ({ camera_id: id }: CameraMotion) => names.get(id) ?? id;
  const cameras = plural(stats.length, { one: 'on one camera', other: 'on # cameras' });
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-5 lg:grid-cols-4">
        <Figure name={t`Motion`} value={formats.count(total)} note={cameras} />
        <Figure
          name={t`Busiest`}
          value={nameOf(busiest)}
          note={plural(busiest.event_count, { one: 'once', other: '# times' })}
        />
        <Figure name={t`Strongest`} value={formats.percent(strongest.peak_score)} note={nameOf(strongest)} />
        <Figure name={t`Latest`} value={agoTime(Date.parse(latest.latest), now)} note={nameOf(latest)} />
      </dl>
    </Card>
  );
}
