import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Camera as CameraIcon, Download } from 'lucide-react';
import { saveBlob } from '../../../api/download.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { BlobImage } from '../../../components/data/blob-image.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Loading } from '../../../components/loading.tsx';
import { clockTime } from '../../../hooks/time.ts';
import { snapshotFileName, takeSnapshot } from './take-snapshot.ts';

interface Props {
  readonly cameraId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Takes a picture as soon as it opens, shows it and lets it be kept. */
export function SnapshotDialog({ cameraId, name, onClose }: Props) {
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['snapshot', cameraId],
    queryFn: () => takeSnapshot(cameraId),
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const at = new Date(dataUpdatedAt);
  return (
    <Dialog open onClose={onClose} title={t`Snapshot of ${name}`}>
      {isFetching ? <Loading label={t`Asking the camera for a picture…`} /> : null}
      {!isFetching && error !== null ? <Banner tone="bad">{messageOf(error)}</Banner> : null}
      {!isFetching && data !== undefined && error === null ? (
        <figure className="grid gap-2">
          <BlobImage
            blob={data}
            alt={t`${name} at ${clockTime(dataUpdatedAt)}`}
            className="w-full rounded-sm border bg-video"
          />
          <figcaption className="text-ink-soft">
            <Trans>Taken at {clockTime(dataUpdatedAt)}. The node keeps a copy of it, too.</Trans>
          </figcaption>
        </figure>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={isFetching} onClick={() => void refetch()}>
          <CameraIcon size={17} aria-hidden="true" />
          {error === null ? t`Take another` : t`Try again`}
        </Button>
        <Button
          look="primary"
          disabled={data === undefined || isFetching}
          onClick={() => data !== undefined && saveBlob(data, snapshotFileName(name, at))}
        >
          <Download size={17} aria-hidden="true" />
          <Trans>Download</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
