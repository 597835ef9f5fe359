import { useState } from 'react';
import { Link } from 'react-router';
import type { MotionEvent } from '../../../server/contract/fleet/motion.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/page.tsx';
import { relativeTime, sinceTime } from '../../hooks/time.ts';

const STEP = 50;

interface Props {
  readonly events: readonly MotionEvent[];
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
}

function Score({ score }: { readonly score: number }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-surface-3 max-sm:hidden">
        <span className="block h-full bg-accent" style={{ width: `${score}%` }} />
      </span>
      <span className="w-12 text-right">{score} %</span>
    </span>
  );
}

/** Each motion with its camera, newest first. */
export function MotionList({ events, names, now }: Props) {
  const [shown, setShown] = useState(STEP);
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">Every motion</h2>
      <ul className="divide-y" aria-label="Every motion">
        {events.slice(0, shown).map(({ id, camera_id: cameraId, timestamp, score }) => {
          const at = Date.parse(timestamp);
          return (
            <li
              key={id}
              data-testid="motion-row"
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 py-2.5 sm:grid-cols-[minmax(0,1fr)_11rem_10rem_auto]"
            >
              <Link
                to={`/cameras/${encodeURIComponent(cameraId)}`}
                className="truncate font-medium hover:underline"
              >
                {names.get(cameraId) ?? cameraId}
              </Link>
              <time dateTime={timestamp} className="max-sm:order-3">
                {sinceTime(at, now)}
              </time>
              <span className="text-ink-soft max-sm:order-4 max-sm:text-right">{relativeTime(at, now)}</span>
              <Score score={score} />
            </li>
          );
        })}
      </ul>
      {events.length > shown ? (
        <Button className="justify-self-center" onClick={() => setShown(shown + STEP)}>
          Show more
        </Button>
      ) : null}
    </Card>
  );
}
