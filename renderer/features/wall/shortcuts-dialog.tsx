import { t } from '@lingui/core/macro';
import { Dialog } from '../../components/dialog.tsx';
import { useMe } from '../../session/session-context.ts';
import { type Shortcut, type ShortcutGroup, shortcutGroups } from '../frame/overlay/shortcuts.ts';

function Row({ shown, what }: Shortcut) {
  return (
    <div className="flex items-baseline gap-3">
      <dt className="min-w-24 shrink-0">
        <kbd className="rounded-sm border bg-surface-2 px-2 py-0.5 font-sans text-xs whitespace-nowrap">
          {shown}
        </kbd>
      </dt>
      <dd>{what}</dd>
    </div>
  );
}

function Group({ title, shortcuts }: ShortcutGroup) {
  return (
    <section className="grid break-inside-avoid gap-2 pb-5">
      <h3 className="font-semibold text-ink-soft">{title}</h3>
      <dl className="grid gap-2">
        {shortcuts.map((shortcut) => (
          <Row key={shortcut.shown + shortcut.what} {...shortcut} />
        ))}
      </dl>
    </section>
  );
}

/** All keys that do something. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { is_admin: isAdmin } = useMe();
  return (
    <Dialog open onClose={onClose} title={t`Keyboard shortcuts`}>
      <div className="-mb-5 gap-x-6 sm:columns-2">
        {shortcutGroups(isAdmin).map((group) => (
          <Group key={group.title} {...group} />
        ))}
      </div>
    </Dialog>
  );
}
