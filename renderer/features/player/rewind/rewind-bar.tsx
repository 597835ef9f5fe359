import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Radio, Undo2 } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { type RewindState, REWIND_S } from './rewind.ts';

interface Props {
  readonly state: RewindState;
  /** Nothing can be shown from memory now, e.g. while paused. */
  readonly disabled: boolean;
  readonly onRewind: (behindS: number) => void;
}

const LEAST_S = 3;
const STEP_BACK_S = 10;

/** Nothing is said of a camera that sends nothing. */
function heldWords(heldS: number): string {
  if (heldS === 0) return '';
  const held = Math.floor(heldS);
  return held < LEAST_S ? t`Collecting the last minute…` : t`${held} s can be rewound`;
}

/** The last minute as a scrubber: its right end is live, left of it is the past. */
export function RewindBar({ state, disabled, onRewind }: Props) {
  const { behindS, heldS } = state;
  const behind = Math.round(behindS ?? 0);
  const held = Math.floor(heldS);
  const off = disabled || held < LEAST_S;
  const go = (to: number) => onRewind(Math.max(0, Math.min(held, to)));
  const words =
    behindS === null
      ? t`Live`
      : plural(behind, { one: '# second behind live', other: '# seconds behind live' });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t px-3 py-2">
      <Button look="quiet" disabled={off} onClick={() => go(behind + STEP_BACK_S)} className="px-2.5">
        <Undo2 size={17} aria-hidden="true" />
        <Trans>10 s</Trans>
      </Button>
      <div className="relative min-w-0 flex-1 basis-48">
        <div
          aria-hidden="true"
          className="absolute inset-x-0 top-1/2 h-1.5 -translate-y-1/2 rounded-full bg-surface-3"
        >
          <div
            className="absolute inset-y-0 right-0 rounded-full bg-line-strong"
            style={{ width: `${(Math.min(REWIND_S, held) / REWIND_S) * 100}%` }}
          />
        </div>
        <input
          type="range"
          aria-label={t`Rewind`}
          aria-valuetext={words}
          min={-REWIND_S}
          max={0}
          step={1}
          value={-behind}
          disabled={off}
          onChange={(event) => go(-Number(event.target.value))}
          className="relative block h-10 w-full cursor-pointer appearance-none bg-transparent accent-(--accent) disabled:cursor-not-allowed disabled:opacity-55 [&::-moz-range-thumb]:size-4 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-accent [&::-webkit-slider-thumb]:size-4 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-accent"
        />
      </div>
      {behindS === null ? (
        <span className="text-ink-soft">{heldWords(heldS)}</span>
      ) : (
        <Button look="primary" disabled={disabled} onClick={() => onRewind(0)}>
          <Radio size={17} aria-hidden="true" />
          <Trans>Back to live</Trans>
        </Button>
      )}
    </div>
  );
}
