import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ChevronLeft, ChevronRight, Download, Scan, X, ZoomIn, ZoomOut } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Evidence } from '../../../../server/contract/incidents/incidents.ts';
import { saveBlob } from '../../../api/download.ts';
import { BlobImage } from '../../../components/data/blob-image.tsx';
import { formats } from '../../../hooks/format.ts';
import { evidenceFileName, useEvidencePicture } from './evidence-file.ts';
import { useZoom, type Zoom } from './use-zoom.ts';

/** Pixels an arrow key moves an enlarged picture. */
const PAN = 80;

interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

function Tool({ label, onClick, disabled = false, children }: ToolProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      className="inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink disabled:opacity-40"
    >
      {children}
    </button>
  );
}

interface Props {
  readonly pictures: readonly Evidence[];
  /** Id of the one that is shown. */
  readonly shown: number;
  readonly captionOf: (piece: Evidence) => string;
  readonly onShow: (id: number) => void;
  readonly onClose: () => void;
}

interface StageProps {
  readonly piece: Evidence;
  readonly caption: string;
  readonly zoom: Zoom;
}

/** The picture, to be dragged and zoomed. */
function Stage({ piece, caption, zoom: { view, box, handlers } }: StageProps) {
  const { blob, failed } = useEvidencePicture(piece, true);
  const cursor = view.scale === 1 ? 'cursor-zoom-in' : 'cursor-grab active:cursor-grabbing';
  return (
    <div
      ref={box}
      {...handlers}
      data-testid="lightbox"
      data-scale={view.scale.toFixed(2)}
      className={`relative min-h-0 flex-1 touch-none overflow-hidden bg-video select-none ${cursor}`}
    >
      {blob === undefined ? (
        <p className="absolute inset-0 grid place-items-center text-white">
          {failed ? t`The picture could not be fetched.` : t`Loading…`}
        </p>
      ) : (
        <div
          className="size-full"
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
        >
          <BlobImage blob={blob} alt={caption} className="pointer-events-none size-full object-contain" />
        </div>
      )}
    </div>
  );
}

interface ToolsProps {
  readonly piece: Evidence;
  readonly zoom: Zoom;
  /** `null` where there is no other picture. */
  readonly onStep: ((by: number) => void) | null;
}

function Tools({ piece, zoom, onStep }: ToolsProps) {
  const { blob } = useEvidencePicture(piece, true);
  const { scale } = zoom.view;
  return (
    <div className="flex items-center">
      {onStep === null ? null : (
        <>
          <Tool label={t`Previous picture`} onClick={() => onStep(-1)}>
            <ChevronLeft size={20} aria-hidden="true" />
          </Tool>
          <Tool label={t`Next picture`} onClick={() => onStep(1)}>
            <ChevronRight size={20} aria-hidden="true" />
          </Tool>
        </>
      )}
      <Tool label={t`Smaller`} onClick={zoom.zoomOut} disabled={scale === 1}>
        <ZoomOut size={19} aria-hidden="true" />
      </Tool>
      <output className="w-14 text-center">{formats.percent(scale * 100)}</output>
      <Tool label={t`Larger`} onClick={zoom.zoomIn}>
        <ZoomIn size={19} aria-hidden="true" />
      </Tool>
      <Tool label={t`Whole picture`} onClick={zoom.showWhole} disabled={scale === 1}>
        <Scan size={19} aria-hidden="true" />
      </Tool>
      <Tool
        label={t`Download`}
        disabled={blob === undefined}
        onClick={() => blob !== undefined && saveBlob(blob, evidenceFileName(piece))}
      >
        <Download size={19} aria-hidden="true" />
      </Tool>
    </div>
  );
}

/** Keys work wherever the focus is inside; each has a button as well, except for moving the picture. */
function keysOf(zoom: Zoom, onStep: ((by: number) => void) | null): Readonly<Record<string, () => void>> {
  const { view, zoomIn, zoomOut, showWhole, pan } = zoom;
  const across = (by: number) => (view.scale === 1 ? onStep?.(by) : pan(-by * PAN, 0));
  return {
    '+': zoomIn,
    '=': zoomIn,
    '-': zoomOut,
    '0': showWhole,
    ArrowLeft: () => across(-1),
    ArrowRight: () => across(1),
    ArrowUp: () => pan(0, PAN),
    ArrowDown: () => pan(0, -PAN),
  };
}

function Viewer({
  pictures,
  piece,
  captionOf,
  onShow,
}: Omit<Props, 'shown' | 'onClose'> & { readonly piece: Evidence }) {
  const zoom = useZoom();
  const index = pictures.indexOf(piece);
  const step = (by: number) => {
    const next = pictures[(index + by + pictures.length) % pictures.length];
    zoom.showWhole();
    if (next !== undefined) onShow(next.id);
  };
  const onStep = pictures.length > 1 ? step : null;
  const keys = keysOf(zoom, onStep);
  const onKeyDown = (event: KeyboardEvent) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  return (
    <Dialog.Content
      aria-describedby={undefined}
      onKeyDown={onKeyDown}
      className="fixed inset-0 z-50 flex animate-fade flex-col overflow-hidden bg-surface-1 sm:inset-4 sm:rounded-lg sm:border"
    >
      <div className="flex items-center gap-3 border-b py-1 pr-1 pl-4">
        <Dialog.Title className="min-w-0 flex-1 truncate text-base font-semibold">
          <Trans>
            Picture {index + 1} of {pictures.length}
          </Trans>
        </Dialog.Title>
        <Dialog.Close
          aria-label={t`Close`}
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
        >
          <X size={19} aria-hidden="true" />
        </Dialog.Close>
      </div>
      <Stage piece={piece} caption={captionOf(piece)} zoom={zoom} />
      <div className="flex flex-wrap items-center gap-x-3 border-t px-3 py-1.5">
        <p className="line-clamp-3 min-w-0 flex-1 basis-56 py-1.5">{captionOf(piece)}</p>
        <Tools piece={piece} zoom={zoom} onStep={onStep} />
      </div>
    </Dialog.Content>
  );
}

/** One picture over the whole page, to be looked at closely; arrows lead to its neighbours. */
export function Lightbox({ shown, onClose, ...viewer }: Props) {
  const piece = viewer.pictures.find(({ id }) => id === shown);
  if (piece === undefined) return null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Viewer {...viewer} piece={piece} />
      </Dialog.Portal>
    </Dialog.Root>
  );
}
