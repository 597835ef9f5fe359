import { t } from '@lingui/core/macro';
import { type ComponentType, createElement, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { loadTexts } from '../../../language/language.ts';
import { useGlobalKeys } from './global-keys.ts';
import { showOverlay, useOverlay } from './shown-overlay.ts';

const close = () => showOverlay(null);
const loadPhone = async () => (await import('../phone/phone-dialog.tsx')).PhoneDialog;
const CLOSES = { onClose: close };

const loadPalette = async () => {
  // It names the pages of every area.
  await loadTexts(['settings', 'agents', 'help']);
  return (await import('../../palette/palette.tsx')).Palette;
};
const loadShortcuts = async () => (await import('../../wall/shortcuts-dialog.tsx')).ShortcutsDialog;

interface OnDemandProps<P> {
  readonly wanted: boolean;
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
}

/**
 * Something fetched when it is first wanted, and kept from then on. Failing must not take the page along, which may
 * show live video.
 */
function OnDemand<P extends object>({ wanted, load, props }: OnDemandProps<P>) {
  const [loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  useEffect(() => {
    if (!wanted || loaded !== null) return;
    load().then(
      (component) => setLoaded(() => component),
      () => {
        close();
        toast.error(t`This could not be loaded. Try again when the server answers.`);
      },
    );
  }, [wanted, loaded, load]);
  return loaded === null ? null : createElement(loaded, props);
}

/** What opens over every page: the command palette, the list of shortcuts, the way to a phone. */
export function Overlays() {
  useGlobalKeys();
  const shown = useOverlay();
  const palette = { open: shown === 'palette', onClose: close };
  return (
    <>
      <OnDemand wanted={palette.open} load={loadPalette} props={palette} />
      {shown === 'shortcuts' ? <OnDemand wanted load={loadShortcuts} props={CLOSES} /> : null}
      {shown === 'phone' ? <OnDemand wanted load={loadPhone} props={CLOSES} /> : null}
    </>
  );
}
