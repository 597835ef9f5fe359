import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Download, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { toast } from 'sonner';
import type { Evidence } from '../../../../server/contract/incidents/incidents.ts';
import { saveBlob } from '../../../api/download.ts';
import { messageOf } from '../../../api/errors.ts';
import { Button, IconButton } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { formats } from '../../../hooks/format.ts';
import { momentOf } from '../../admin/moment.ts';
import { clipSeconds, evidenceBytes, evidenceFileName } from './evidence-file.ts';

const ClipPlayer = lazy(async () => ({ default: (await import('./clip-player.tsx')).ClipPlayer }));

function lengthWords(seconds: number | null): string {
  return seconds === null ? t`length unknown` : t`${formats.count(seconds)} s`;
}

interface ItemProps {
  readonly piece: Evidence;
  readonly camera: string;
  readonly playing: boolean;
  readonly onPlay: () => void;
}

function Clip({ piece, camera, playing, onPlay }: ItemProps) {
  const [saving, setSaving] = useState(false);
  const time = momentOf(piece.timestamp);
  const save = async () => {
    setSaving(true);
    try {
      saveBlob(await evidenceBytes(piece), evidenceFileName(piece));
    } catch (error) {
      toast.error(messageOf(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <li data-testid="evidence-clip" className="grid gap-3 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-48 gap-0.5">
          {piece.text === null ? null : <span className="break-words">{piece.text}</span>}
          <span className="text-ink-soft">
            {camera} · {time} · {lengthWords(clipSeconds(piece))}
          </span>
        </div>
        <div className="flex gap-2">
          {playing ? null : (
            <Button aria-label={t`Play the clip of ${camera}, ${time}`} onClick={onPlay}>
              <Play size={16} aria-hidden="true" />
              <Trans>Play</Trans>
            </Button>
          )}
          <IconButton
            label={t`Download the clip of ${camera}, ${time}`}
            disabled={saving}
            onClick={() => void save()}
          >
            <Download size={18} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      {playing ? (
        <Suspense fallback={<Loading />}>
          <ClipPlayer piece={piece} label={t`Clip of ${camera}, ${time}`} />
        </Suspense>
      ) : null}
    </li>
  );
}

interface Props {
  readonly clips: readonly Evidence[];
  readonly cameraOf: (piece: Evidence) => string;
  /** Id of the one that plays, if any. */
  readonly playing: number | null;
  readonly onPlay: (id: number) => void;
}

/** The clips of an incident; one plays at a time. */
export function Clips({ clips, cameraOf, playing, onPlay }: Props) {
  return (
    <ul aria-label={t`Clips`} className="grid divide-y">
      {clips.map((piece) => (
        <Clip
          key={piece.id}
          piece={piece}
          camera={cameraOf(piece)}
          playing={piece.id === playing}
          onPlay={() => onPlay(piece.id)}
        />
      ))}
    </ul>
  );
}
