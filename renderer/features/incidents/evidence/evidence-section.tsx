import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { Evidence } from '../../../../server/contract/incidents/incidents.ts';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/page.tsx';
import { momentOf } from '../../admin/moment.ts';
import { Clips } from './clips.tsx';
import { Pictures } from './pictures.tsx';

const Lightbox = lazy(async () => ({ default: (await import('./lightbox.tsx')).Lightbox }));

interface Props {
  readonly evidence: readonly Evidence[];
  readonly cameraOf: (piece: Evidence) => string;
  /** Id of the piece that is looked at, if any. */
  readonly shown: number | null;
  readonly onShow: (id: number | null) => void;
  readonly onAdd: () => void;
}

function Observations({ pieces }: { readonly pieces: readonly Evidence[] }) {
  return (
    <ul aria-label={t`Observations`} className="grid gap-3">
      {pieces.map(({ id, text, timestamp }) => (
        <li key={id} data-testid="evidence-observation" className="grid gap-0.5 border-l-3 pl-3">
          <span className="break-words whitespace-pre-line">{text}</span>
          <time dateTime={timestamp} className="text-xs text-ink-soft">
            {momentOf(timestamp)}
          </time>
        </li>
      ))}
    </ul>
  );
}

/** Pictures, clips and observations of an incident. */
export function EvidenceSection({ evidence, cameraOf, shown, onShow, onAdd }: Props) {
  const pictures = evidence.filter(({ kind }) => kind === 'snapshot');
  const clips = evidence.filter(({ kind }) => kind === 'clip');
  const observations = evidence.filter(({ kind }) => kind === 'observation');
  const picture = pictures.find(({ id }) => id === shown);
  const caption = (piece: Evidence) =>
    `${piece.text === null ? '' : `${piece.text} · `}${cameraOf(piece)} · ${momentOf(piece.timestamp)}`;
  return (
    <Card className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">
          <Trans>Evidence</Trans>
        </h2>
        <Button onClick={onAdd}>
          <Plus size={17} aria-hidden="true" />
          <Trans>Add evidence</Trans>
        </Button>
      </div>
      {evidence.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>
            None yet. Add a picture taken now, the last seconds of a camera, or what you saw. Evidence is kept
            for as long as the incident is.
          </Trans>
        </p>
      ) : null}
      {pictures.length === 0 ? null : <Pictures pictures={pictures} cameraOf={cameraOf} onOpen={onShow} />}
      {clips.length === 0 ? null : (
        <Clips clips={clips} cameraOf={cameraOf} playing={shown} onPlay={onShow} />
      )}
      {observations.length === 0 ? null : <Observations pieces={observations} />}
      {picture === undefined ? null : (
        <Suspense fallback={null}>
          <Lightbox
            pictures={pictures}
            shown={picture.id}
            captionOf={caption}
            onShow={onShow}
            onClose={() => onShow(null)}
          />
        </Suspense>
      )}
    </Card>
  );
}
