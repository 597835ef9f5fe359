import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '../../../components/button.tsx';
import { LiveVideo } from '../../player/live-video.tsx';
import type { LiveStream } from '../../player/live-stream.ts';
import { PlanLink } from '../notices/plan-link.tsx';
import type { TileState, TileWords } from './tile-state.ts';

/** States whose picture is what it seems to be, or where the wait is short. */
const UNDIMMED = new Set<TileState>(['live', 'paused', 'starting', 'reconnecting', 'rewound']);

interface Props {
  readonly stream: LiveStream;
  readonly words: TileWords;
  readonly muted: boolean;
  readonly name: string;
}

/** The picture with a plain sentence over it when the picture alone would mislead. */
export function CameraPicture({ stream, words, muted, name }: Props) {
  const fresh = UNDIMMED.has(words.state);
  return (
    <>
      <LiveVideo
        video={stream.video}
        poster={stream.poster}
        muted={muted}
        label={t`Live picture of ${name}`}
        stale={!fresh}
      />
      {words.sentence === null ? null : (
        <div className="absolute inset-0 grid place-content-center justify-items-center gap-3 p-4 text-center text-white">
          <p className="max-w-96 rounded-sm bg-video/80 px-3 py-2 text-sm">{words.sentence}</p>
          {words.state === 'suspended' ? (
            <PlanLink>
              <Trans>See plans</Trans>
            </PlanLink>
          ) : null}
          {words.canRetry === true ? (
            <Button onClick={stream.retry}>
              <Trans>Try again</Trans>
            </Button>
          ) : null}
        </div>
      )}
    </>
  );
}
