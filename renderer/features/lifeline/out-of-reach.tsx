import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Unplug } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { connection } from '../../api/connection.ts';
import { eventStream } from '../../api/events.ts';
import { Button } from '../../components/button.tsx';
import { clockTime } from '../../hooks/time.ts';
import { SilenceWatch } from './silence-watch.ts';

const silence = new SilenceWatch(
  { get: connection.isReachable, subscribe: connection.subscribe },
  { get: eventStream.getState, subscribe: eventStream.subscribe },
);

const CHECKS = [
  t`Is the computer that runs Sentinel switched on?`,
  t`Is this device on the same network, by Wi-Fi or cable?`,
  t`Was Sentinel closed or updated? It needs a minute to start.`,
] as const;

const HUSHED = ['keydown', 'pointerdown', 'focusin'] as const;

/**
 * Over everything, other dialogs too; the browser keeps the focus inside and gives it back. The page underneath must
 * not hear of it: a dialog there would take a click for one outside and close, with what was typed in it.
 */
function openOver(dialog: HTMLDialogElement): () => void {
  const hush = (event: Event) => {
    if (event.target instanceof Node && dialog.contains(event.target)) event.stopPropagation();
  };
  for (const type of HUSHED) addEventListener(type, hush, { capture: true });
  dialog.showModal();
  return () => {
    // Taken away while open, it would keep the focus to itself.
    dialog.close();
    for (const type of HUSHED) removeEventListener(type, hush, { capture: true });
  };
}

function View({ since, onLeave }: { readonly since: number; readonly onLeave: () => void }) {
  return createPortal(
    <dialog
      ref={openOver}
      aria-labelledby="out-of-reach-title"
      aria-describedby="out-of-reach-words"
      onClose={onLeave}
      // A dialog underneath may have switched the pointer off for the whole page.
      className="pointer-events-auto fixed inset-0 m-0 grid size-full max-h-none max-w-none animate-fade place-items-center overflow-y-auto bg-surface-0 p-4 text-ink"
    >
      <div className="grid w-full max-w-md justify-items-start gap-5">
        <Unplug size={40} aria-hidden="true" className="text-bad" />
        <h2 id="out-of-reach-title" className="text-xl font-semibold">
          <Trans>Sentinel cannot be reached</Trans>
        </h2>
        <div id="out-of-reach-words" className="grid gap-3 text-base text-ink-soft">
          <p>
            <Trans>
              No answer since {clockTime(since)}. Until it answers, there is no live video and the camera
              computers record nothing.
            </Trans>
          </p>
          <ul className="grid list-disc gap-1.5 pl-5">
            {CHECKS.map((check) => (
              <li key={check}>{check}</li>
            ))}
          </ul>
          <p>
            <Trans>
              This window tries again every two seconds and goes on by itself. Nothing you typed is lost.
            </Trans>
          </p>
        </div>
        <Button onClick={onLeave}>
          <Trans>Show the page anyway</Trans>
        </Button>
      </div>
    </dialog>,
    document.body,
  );
}

/**
 * Covers the page while the server cannot be reached, keeps what was typed underneath, and goes away by itself. It
 * belongs to the first load: nothing can be fetched when it is needed.
 */
export function OutOfReach() {
  const since = useSyncExternalStore(silence.subscribe, silence.get);
  const [dismissed, setDismissed] = useState<number | null>(null);
  if (since === null || since === dismissed) return null;
  return <View since={since} onLeave={() => setDismissed(since)} />;
}
