import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Command } from 'cmdk';
import { ArrowLeft, Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import { useFocusReturn } from '../../hooks/focus-return.ts';
import { takeTypedAhead } from '../frame/overlay/shown-overlay.ts';
import type { Act, PaletteItem, Step } from './items/item.ts';
import { shownGroups } from './items/palette-items.ts';
import { Results } from './results.tsx';
import { usePaletteFacts } from './use-palette-facts.ts';

interface Props {
  readonly onClose: () => void;
  readonly onPerform: (act: Exclude<Act, { kind: 'ask' }>) => void;
}

/** What the field asks for. */
function promptOf(step: Step | null): string {
  if (step === null) return t`Search everything`;
  if (step.kind === 'snapshot') return t`Snapshot of which camera?`;
  return step.kind === 'snooze' ? t`Snooze which camera?` : t`For how long?`;
}

/** What keys do; in a question `asking`, where it differs. */
const HINTS = [
  { key: '↑ ↓', text: t`move` },
  { key: t`Enter`, text: t`choose` },
  { key: t`Esc`, text: t`close`, asking: t`back` },
] as const;

function Footer({ asking }: { readonly asking: boolean }) {
  return (
    <div aria-hidden="true" className="flex gap-4 border-t px-4 py-2 text-xs text-ink-soft max-sm:hidden">
      {HINTS.map((hint) => (
        <span key={hint.key} className="inline-flex items-center gap-1.5">
          <kbd className="rounded-sm border bg-surface-2 px-1.5 font-sans">{hint.key}</kbd>
          {asking && 'asking' in hint ? hint.asking : hint.text}
        </span>
      ))}
    </div>
  );
}

interface FieldProps {
  readonly step: Step | null;
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly onBack: () => void;
}

function SearchField({ step, typed, onType, onBack }: FieldProps) {
  return (
    <div className="flex items-center gap-1 border-b px-2">
      {step === null ? (
        <span className="inline-flex size-10 shrink-0 items-center justify-center text-ink-soft">
          <Search size={18} aria-hidden="true" />
        </span>
      ) : (
        <button
          type="button"
          aria-label={t`Back to all commands`}
          onClick={onBack}
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
        >
          <ArrowLeft size={18} aria-hidden="true" />
        </button>
      )}
      <Command.Input
        value={typed}
        onValueChange={onType}
        aria-label={promptOf(step)}
        placeholder={promptOf(step)}
        maxLength={100}
        className="h-13 min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-soft"
      />
      <Radix.Close className="min-h-10 shrink-0 rounded-sm px-2.5 text-sm font-medium text-ink-soft hover:bg-surface-2 hover:text-ink sm:hidden">
        <Trans>Close</Trans>
      </Radix.Close>
    </div>
  );
}

/** After going somewhere the keys belong to the page that opened. */
function focusPage(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

/** What is asked and typed, and what choosing does. */
function useDialogue({ onClose, onPerform }: Props) {
  const [step, setStep] = useState<Step | null>(null);
  const [typed, setTyped] = useState(takeTypedAhead);
  const [goes, setGoes] = useState(false);
  const ask = (next: Step | null) => {
    setStep(next);
    setTyped('');
  };
  const choose = ({ act }: PaletteItem) => {
    if (act.kind === 'ask') {
      ask(act.step);
      return;
    }
    setGoes(act.kind === 'go');
    onClose();
    onPerform(act);
  };
  /** Back to all commands by a key, when there is a way back. */
  const back = (event: { readonly preventDefault: () => void }) => {
    if (step === null) return;
    event.preventDefault();
    ask(null);
  };
  return { step, typed, setTyped, goes, ask, choose, back };
}

/** A field to type into, and below it what meets what was typed. */
export function PaletteWindow(props: Props) {
  const facts = usePaletteFacts();
  const { step, typed, setTyped, goes, ask, choose, back } = useDialogue(props);
  const { onOpenAutoFocus, onCloseAutoFocus } = useFocusReturn();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && typed === '') back(event);
  };
  return (
    <Radix.Root open onOpenChange={(next) => !next && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onEscapeKeyDown={back}
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={goes ? focusPage : onCloseAutoFocus}
          className="fixed inset-x-3 top-3 z-50 mx-auto flex max-h-[calc(100dvh-1.5rem)] max-w-xl animate-fade flex-col overflow-hidden rounded-lg border border-line-strong bg-surface-1 sm:top-[12dvh] sm:max-h-[min(34rem,76dvh)]"
        >
          <Radix.Title className="sr-only">
            <Trans>Search and commands</Trans>
          </Radix.Title>
          <Command
            label={promptOf(step)}
            shouldFilter={false}
            loop
            vimBindings={false}
            onKeyDown={onKeyDown}
            className="flex min-h-0 flex-1 flex-col outline-none"
          >
            <SearchField step={step} typed={typed} onType={setTyped} onBack={() => ask(null)} />
            <Results groups={shownGroups(facts, step, typed)} typed={typed} onChoose={choose} />
          </Command>
          <Footer asking={step !== null} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
