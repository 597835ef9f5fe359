import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card } from '../../components/page.tsx';
import { clockTime } from '../../hooks/time.ts';
import type { PlayerEvent } from './measure/event-log.ts';

/** What the player did, newest first. */
export function EventList({ events }: { readonly events: readonly PlayerEvent[] }) {
  return (
    <Card className="grid min-h-0 grid-rows-[auto_minmax(0,1fr)] gap-3">
      <div className="grid gap-0.5">
        <h2 className="text-base font-semibold">
          <Trans>Player events</Trans>
        </h2>
        <p className="text-ink-soft">
          <Trans>The last 50, newest first.</Trans>
        </p>
      </div>
      {events.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>Nothing yet. Start the test to see what the player does.</Trans>
        </p>
      ) : (
        // Without a tab stop the keyboard could not scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div tabIndex={0} className="max-h-96 overflow-y-auto -outline-offset-2 lg:max-h-none">
          <ol aria-label={t`Player events`} className="divide-y">
            {events.map(({ id, at, text, times, isBad }) => (
              <li key={id} className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 py-1.5">
                <time dateTime={new Date(at).toISOString()} className="text-ink-soft">
                  {clockTime(at)}
                </time>
                <span className={`[overflow-wrap:anywhere] ${isBad ? 'font-medium text-bad' : ''}`}>
                  {text}
                </span>
                <span className="text-ink-soft">{times > 1 ? `${times} ×` : ''}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </Card>
  );
}
