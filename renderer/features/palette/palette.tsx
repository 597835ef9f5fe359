import { useState } from 'react';
import { FileIncidentOnDemand } from '../incidents/filing/file-incident-on-demand.tsx';
import type { IncidentStart } from '../incidents/filing/incident-draft.ts';
import { SnapshotOnDemand } from '../wall/snapshot/snapshot-on-demand.tsx';
import type { NamedCamera } from './items/item.ts';
import { PaletteWindow } from './palette-window.tsx';
import { usePerform } from './use-perform.ts';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The command palette, and the dialogs that some of its commands open. */
export function Palette({ open, onClose }: Props) {
  const [snapped, setSnapped] = useState<NamedCamera | null>(null);
  const [start, setStart] = useState<IncidentStart | null>(null);
  const perform = usePerform({ onSnapshot: setSnapped, onIncident: setStart });
  return (
    <>
      {open ? <PaletteWindow onClose={onClose} onPerform={perform} /> : null}
      <SnapshotOnDemand
        open={snapped !== null}
        cameraId={snapped?.camera_id ?? ''}
        name={snapped?.name ?? ''}
        onClose={() => setSnapped(null)}
      />
      <FileIncidentOnDemand start={start} onClose={() => setStart(null)} />
    </>
  );
}
