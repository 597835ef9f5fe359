import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { ImageOff } from 'lucide-react';
import { useRef, useState } from 'react';
import { sentinel } from '../../../../server/contract/agents/sentinel.ts';
import { callForFile } from '../../../api/client.ts';
import { BlobImage } from '../../../components/data/blob-image.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useOnScreen } from '../../../hooks/visibility.ts';

/** Fetched by script, because an `<img>` could not carry a Bearer token. A picture never changes. */
function useRunPicture(runId: string, number: number, enabled: boolean) {
  const { data, isError } = useQuery({
    queryKey: ['sentinel-picture', runId, number],
    queryFn: async () =>
      (await callForFile(sentinel.picture, 'image/jpeg', { params: { run_id: runId, number } })).blob(),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { blob: data, failed: isError };
}

interface PictureProps {
  readonly runId: string;
  readonly number: number;
  /** What is to be seen, such as the camera. */
  readonly of: string;
}

function Picture({ runId, number, of }: PictureProps) {
  const box = useRef<HTMLLIElement>(null);
  const { blob, failed } = useRunPicture(runId, number, useOnScreen(box));
  const [isLarge, setLarge] = useState(false);
  const title = of === '' ? t`Picture` : of;
  return (
    <li ref={box} data-testid="run-picture">
      <button
        type="button"
        aria-label={t`Enlarge: ${title}`}
        disabled={blob === undefined}
        onClick={() => setLarge(true)}
        className="grid aspect-video w-full place-items-center overflow-hidden rounded-sm border bg-video text-white"
      >
        {blob === undefined ? (
          <span className="grid justify-items-center gap-1 p-2 text-xs">
            {failed ? <ImageOff size={18} aria-hidden="true" /> : null}
            {failed ? t`Not kept any more` : t`Loading…`}
          </span>
        ) : (
          <BlobImage blob={blob} alt={t`What Sentinel saw: ${title}`} className="size-full object-contain" />
        )}
      </button>
      {isLarge && blob !== undefined ? (
        <Dialog open onClose={() => setLarge(false)} title={title}>
          <BlobImage blob={blob} alt={t`What Sentinel saw: ${title}`} className="w-full rounded-sm" />
        </Dialog>
      ) : null}
    </li>
  );
}

interface Props extends Omit<PictureProps, 'number'> {
  readonly numbers: readonly number[];
}

/** Pictures a tool answered, fetched as they come into view. */
export function RunPictures({ numbers, ...picture }: Props) {
  return (
    <ul aria-label={t`Pictures`} className="grid grid-cols-2 gap-2 sm:grid-cols-3">
      {numbers.map((number) => (
        <Picture key={number} number={number} {...picture} />
      ))}
    </ul>
  );
}
