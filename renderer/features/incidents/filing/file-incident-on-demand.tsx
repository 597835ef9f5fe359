import { lazy, Suspense } from 'react';
import { loadTexts } from '../../../language/language.ts';
import type { IncidentStart } from './incident-draft.ts';

const FileIncidentDialog = lazy(async () => {
  // It opens on pages that need none of these texts themselves.
  await loadTexts(['agents']);
  return { default: (await import('./file-incident-dialog.tsx')).FileIncidentDialog };
});

interface Props {
  /** `null` while nobody wants to file one. */
  readonly start: IncidentStart | null;
  readonly onClose: () => void;
}

/** The dialog that files an incident, loaded when it is first wanted. */
export function FileIncidentOnDemand({ start, onClose }: Props) {
  return start === null ? null : (
    <Suspense fallback={null}>
      <FileIncidentDialog start={start} onClose={onClose} />
    </Suspense>
  );
}
