import { lazy, Suspense } from 'react';

const SnapshotDialog = lazy(async () => ({
  default: (await import('./snapshot-dialog.tsx')).SnapshotDialog,
}));

interface Props {
  readonly open: boolean;
  readonly cameraId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** The snapshot dialog, loaded when it is first wanted. */
export function SnapshotOnDemand({ open, ...dialog }: Props) {
  return open ? (
    <Suspense fallback={null}>
      <SnapshotDialog {...dialog} />
    </Suspense>
  ) : null;
}
