import { t } from '@lingui/core/macro';
import { Image } from 'lucide-react';
import { useRef } from 'react';
import type { Evidence } from '../../../../server/contract/incidents/incidents.ts';
import { BlobImage } from '../../../components/data/blob-image.tsx';
import { useOnScreen } from '../../../hooks/visibility.ts';
import { momentOf } from '../../admin/moment.ts';
import { useEvidencePicture } from './evidence-file.ts';

interface ItemProps {
  readonly piece: Evidence;
  readonly camera: string;
  readonly onOpen: () => void;
}

function Thumbnail({ piece, camera, onOpen }: ItemProps) {
  const box = useRef<HTMLLIElement>(null);
  const { blob, failed } = useEvidencePicture(piece, useOnScreen(box));
  const time = momentOf(piece.timestamp);
  return (
    <li ref={box} data-testid="evidence-picture">
      <figure className="grid content-start gap-1.5">
        <button
          type="button"
          aria-label={t`Enlarge the picture of ${camera}, ${time}`}
          onClick={onOpen}
          className="grid aspect-video place-items-center overflow-hidden rounded-sm border bg-video text-white"
        >
          {blob === undefined ? (
            <span className="grid justify-items-center gap-1 p-2 text-xs">
              <Image size={20} aria-hidden="true" />
              {failed ? t`Could not be fetched` : t`Loading…`}
            </span>
          ) : (
            <BlobImage blob={blob} alt="" className="size-full object-cover" />
          )}
        </button>
        <figcaption className="grid gap-0.5">
          {piece.text === null ? null : <span className="break-words">{piece.text}</span>}
          <span className="text-xs text-ink-soft">
            {camera} · {time}
          </span>
        </figcaption>
      </figure>
    </li>
  );
}

interface Props {
  readonly pictures: readonly Evidence[];
  readonly cameraOf: (piece: Evidence) => string;
  readonly onOpen: (id: number) => void;
}

/** The pictures of an incident, fetched as they come into view. */
export function Pictures({ pictures, cameraOf, onOpen }: Props) {
  return (
    <ul
      aria-label={t`Pictures`}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(12rem,100%),1fr))] gap-4"
    >
      {pictures.map((piece) => (
        <Thumbnail key={piece.id} piece={piece} camera={cameraOf(piece)} onOpen={() => onOpen(piece.id)} />
      ))}
    </ul>
  );
}
