import { t } from '@lingui/core/macro';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useFocusReturn } from '../hooks/focus-return.ts';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  /** False keeps the dialog open on outside clicks, for content that is shown only once. */
  readonly dismissable?: boolean;
}

/** A modal dialog: traps focus, closes on Esc, gives focus back. */
export function Dialog({ open, onClose, title, description, children, dismissable = true }: Props) {
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          {...focusReturn}
          onInteractOutside={(event) => !dismissable && event.preventDefault()}
          className="fixed inset-x-3 top-1/2 z-50 mx-auto grid max-h-[calc(100dvh-1.5rem)] max-w-xl -translate-y-1/2 animate-fade gap-4 overflow-y-auto rounded-lg border border-line bg-surface-1 p-5 sm:p-6"
        >
          <div className="flex items-start justify-between gap-3">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={t`Close`}
              className="-mt-1.5 -mr-2 inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
            >
              <X size={18} aria-hidden="true" />
            </Radix.Close>
          </div>
          {description === undefined ? null : (
            <Radix.Description className="-mt-2 text-ink-soft">{description}</Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
