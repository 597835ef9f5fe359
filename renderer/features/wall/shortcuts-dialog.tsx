import { Dialog } from '../../components/dialog.tsx';

const SHORTCUTS = [
  ['← ↑ → ↓', 'Go to another camera'],
  ['1 … 9', 'Jump to the first nine cameras'],
  ['Enter', 'Open the camera'],
  ['Esc', 'Back to the wall'],
  ['Space', 'Pause or play'],
  ['S', 'Take a snapshot'],
  ['R', 'Start or stop recording (administrators)'],
  ['I', 'File an incident (administrators)'],
  ['F', 'Full screen'],
  ['M', 'Sound on or off'],
  ['J', 'In the camera view: 10 seconds back'],
  ['L', 'In the camera view: back to live'],
  ['Shift + ← ↑ → ↓', 'Move the camera to another place'],
  ['?', 'This list'],
] as const;

/** All keys of the wall. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5">
        {SHORTCUTS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm border bg-surface-2 px-2 py-0.5 font-mono text-xs">{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
