import { formats } from '../../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Download, Image } from 'lucide-react';
import { useRef, useState } from 'react';
import { archive, type StoredSnapshot } from '../../../../server/contract/fleet/recording.ts';
import { callForFile } from '../../../api/client.ts';
import { saveBlob } from '../../../api/download.ts';
import { Button } from '../../../components/button.tsx';
import { BlobImage } from '../../../components/data/blob-image.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useOnScreen } from '../../../hooks/visibility.ts';

const STEP = 24;

/** Node times are UTC; text without a zone would be read as local time. */
function timeOf(timestamp: string): string {
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(timestamp) ? timestamp : `${timestamp}Z`);
  return Number.isNaN(at) ? timestamp : formats.exact(at);
}

/** Fetched by script, because an `<img>` could not carry a Bearer token. */
function usePicture(nodeId: string, snapshotId: number, enabled: boolean) {
  const { data, isError } = useQuery({
    queryKey: ['archive', nodeId, 'picture', snapshotId],
    queryFn: async () => {
      const params = { node_id: nodeId, snapshot_id: snapshotId };
      return (await callForFile(archive.picture, 'image/jpeg', { params })).blob();
    },
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { blob: data, failed: isError };
}

interface ItemProps {
  readonly nodeId: string;
  readonly snapshot: StoredSnapshot;
  readonly name: string;
  readonly viewable: boolean;
}

function Item({ nodeId, snapshot, name, viewable }: ItemProps) {
  const [large, setLarge] = useState(false);
  const box = useRef<HTMLLIElement>(null);
  const seen = useOnScreen(box);
  const { blob, failed } = usePicture(nodeId, snapshot.id, viewable && seen);
  const time = timeOf(snapshot.timestamp);
  return (
    <li ref={box} className="grid content-start gap-1.5" data-testid="stored-snapshot">
      <button
        type="button"
        disabled={blob === undefined}
        aria-label={t`Show ${name}, ${time}`}
        onClick={() => setLarge(true)}
        className="grid aspect-video place-items-center overflow-hidden rounded-sm border bg-video text-white disabled:cursor-default"
      >
        {blob === undefined ? (
          <span className="grid justify-items-center gap-1 p-2 text-xs">
            <Image size={20} aria-hidden="true" />
            {failed ? t`Could not be fetched` : viewable ? t`Loading…` : t`Stored on the node`}
          </span>
        ) : (
          <BlobImage blob={blob} alt="" className="size-full object-cover" />
        )}
      </button>
      <span className="truncate font-medium">{name}</span>
      <span className="text-xs text-ink-soft">
        {time} · {formats.bytes(snapshot.size_bytes)}
      </span>
      <Dialog open={large && blob !== undefined} onClose={() => setLarge(false)} title={name}>
        {blob === undefined ? null : (
          <BlobImage blob={blob} alt={`${name}, ${time}`} className="w-full rounded-sm border" />
        )}
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="text-ink-soft">{time}</span>
          <Button look="primary" onClick={() => blob !== undefined && saveBlob(blob, snapshot.filename)}>
            <Download size={17} aria-hidden="true" />
            <Trans>Download</Trans>
          </Button>
        </div>
      </Dialog>
    </li>
  );
}

interface Props {
  readonly nodeId: string;
  readonly snapshots: readonly StoredSnapshot[];
  readonly names: ReadonlyMap<string, string>;
  readonly viewable: boolean;
}

/** Pictures stored on a node, fetched as they come into view. */
export function SnapshotGrid({ nodeId, snapshots, names, viewable }: Props) {
  const [shown, setShown] = useState(STEP);
  return (
    <div className="grid gap-4">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(11rem,100%),1fr))] gap-4">
        {snapshots.slice(0, shown).map((snapshot) => (
          <Item
            key={snapshot.id}
            nodeId={nodeId}
            snapshot={snapshot}
            name={names.get(snapshot.camera_id) ?? snapshot.camera_id}
            viewable={viewable}
          />
        ))}
      </ul>
      {snapshots.length > shown ? (
        <Button className="justify-self-center" onClick={() => setShown(shown + STEP)}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </div>
  );
}
