import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { MotionEvent } from '../../../server/contract/fleet/motion.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Card } from '../../components/page.tsx';
import { formats } from '../../hooks/format.ts';
import { agoTime, sinceTime } from '../../hooks/time.ts';
import { useMe } from '../../session/session-context.ts';
import { FileIncidentOnDemand } from '../incidents/filing/file-incident-on-demand.tsx';
import { type IncidentStart, startFromMotion } from '../incidents/filing/incident-draft.ts';

const STEP = 50;

interface Props {
  readonly events: readonly MotionEvent[];
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
}

function Score({ score }: { readonly score: number }) {
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-surface-3 max-sm:hidden">
        <span className="block h-full bg-accent" style={{ width: `${score}%` }} />
      </span>
      <span className="w-12 text-right">{formats.percent(score)}</span>
    </span>
  );
}

/** Each motion with its camera, newest first. */
export function MotionList({ events, names, now }: Props) {
  const [shown, setShown] = useState(STEP);
  const [filing, setFiling] = useState<IncidentStart | null>(null);
  const { is_admin: isAdmin } = useMe();
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Every motion</Trans>
      </h2>
      <ul className="divide-y" aria-label={t`Every motion`}>
        {events.slice(0, shown).map((motion) => {
          const { id, camera_id: cameraId, timestamp, score } = motion;
          const at = Date.parse(timestamp);
          const name = names.get(cameraId) ?? cameraId;
          return (
            <li key={id} data-testid="motion-row" className="flex items-center gap-x-3 py-2">
              <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 sm:grid-cols-[minmax(0,1fr)_11rem_10rem_auto]">
                <Link
                  to={`/cameras/${encodeURIComponent(cameraId)}`}
                  className="truncate font-medium hover:underline"
                >
                  {name}
                </Link>
                <time dateTime={timestamp} className="max-sm:order-3">
                  {sinceTime(at, now)}
                </time>
                <span className="text-ink-soft max-sm:order-4 max-sm:text-right">{agoTime(at, now)}</span>
                <Score score={score} />
              </div>
              {isAdmin ? (
                <IconButton
                  label={t`File an incident: ${name}, ${sinceTime(at, now)}`}
                  onClick={() => setFiling(startFromMotion(motion, name, Date.now()))}
                >
                  <FilePlus2 size={18} aria-hidden="true" />
                </IconButton>
              ) : null}
            </li>
          );
        })}
      </ul>
      <FileIncidentOnDemand start={filing} onClose={() => setFiling(null)} />
      {events.length > shown ? (
        <Button className="justify-self-center" onClick={() => setShown(shown + STEP)}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </Card>
  );
}
