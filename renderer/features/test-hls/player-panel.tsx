import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Card } from '../../components/page.tsx';
import { Chip, type ChipTone } from '../../components/chip.tsx';
import { LiveVideo } from '../player/live-video.tsx';
import type { PlayerPhase } from '../player/player-state.ts';
import { namedFigures, PHASE_WORDS, TROUBLE_WORDS } from './measure/figures.ts';
import type { ProbeView } from './use-probe.ts';

const TONES: Readonly<Record<PlayerPhase, ChipTone>> = {
  idle: 'idle',
  starting: 'idle',
  'no-picture': 'warn',
  live: 'live',
  reconnecting: 'warn',
  frozen: 'bad',
  rewound: 'idle',
  paused: 'idle',
  blocked: 'bad',
};

interface Props {
  readonly name: string;
  readonly view: ProbeView;
}

/** The picture as the wall would show it, and everything measured about it. */
export function PlayerPanel({ name, view }: Props) {
  const { snapshot } = view.figures;
  const { phase, trouble } = snapshot;
  return (
    <Card className="grid content-start gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-base font-semibold">
          <Trans>Picture and figures</Trans>
        </h2>
        <Chip tone={TONES[phase]}>{PHASE_WORDS[phase]}</Chip>
        <span className="text-ink-soft empty:hidden">{trouble === null ? '' : TROUBLE_WORDS[trouble]}</span>
      </div>
      <div
        data-testid="probe"
        data-phase={phase}
        className="relative aspect-video overflow-hidden rounded-md bg-video"
      >
        <LiveVideo
          video={view.video}
          poster={view.poster}
          muted
          label={t`Live picture of ${name}`}
          stale={phase !== 'live' && phase !== 'starting'}
        />
        {phase === 'idle' ? (
          <p className="absolute inset-0 grid place-items-center p-4 text-center text-white">
            <Trans>Press Start to play this camera.</Trans>
          </p>
        ) : null}
      </div>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        {namedFigures(view.figures).map(({ name: title, value }) => (
          <div key={title} className="grid content-start gap-0.5">
            <dt className="text-xs text-ink-soft">{title}</dt>
            <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
