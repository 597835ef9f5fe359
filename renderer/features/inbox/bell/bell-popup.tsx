import { t } from '@lingui/core/macro';
import { Popover } from 'radix-ui';
import type { ReactElement } from 'react';
import { BellPanel } from './bell-panel.tsx';
import type { BellState } from './use-bell.ts';

interface Props {
  readonly bell: BellState;
  readonly trigger: ReactElement;
}

/** The bell with its panel, on the headless popover of the component set. It ends above the toasts, unless the screen is low. */
export function BellPopup({ bell, trigger }: Props) {
  return (
    <Popover.Root open={bell.open} onOpenChange={bell.setOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={t`Notifications`}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          // The first button belongs to one item; the panel as a whole is what was opened.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className="z-40 flex max-h-[min(var(--radix-popover-content-available-height),max(18rem,100dvh-17rem))] w-[min(26rem,calc(100vw-1rem))] animate-fade flex-col sm:max-h-[min(40rem,calc(100dvh-12rem))] rounded-lg border border-line bg-surface-1 outline-none"
        >
          <BellPanel
            seenUntil={bell.seenUntil}
            onMarkRead={bell.markRead}
            onClose={() => bell.setOpen(false)}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
