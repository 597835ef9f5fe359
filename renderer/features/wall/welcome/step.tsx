import { t } from '@lingui/core/macro';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

export type StepState = 'done' | 'now' | 'later';

const MARKS: Record<StepState, string> = {
  done: 'border-live bg-live-wash text-live',
  now: 'border-accent bg-accent text-accent-ink',
  later: 'border-line-strong text-ink-soft',
};

const SAID: Record<StepState, string> = { done: t`done`, now: t`next`, later: t`later` };

interface Props {
  readonly number: number;
  readonly title: string;
  readonly text: string;
  readonly state: StepState;
  /** What the step needs besides words. */
  readonly children?: ReactNode;
}

/** One line of a checklist: what to do, whether it is done, and what belongs to it. */
export function Step({ number, title, text, state, children }: Props) {
  return (
    <li
      data-step={state}
      {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-4 py-5 last:pb-0"
    >
      <span
        aria-hidden="true"
        className={`grid size-8 place-items-center rounded-full border font-semibold ${MARKS[state]}`}
      >
        {state === 'done' ? <Check size={16} /> : number}
      </span>
      <div className="grid min-w-0 gap-1 pt-1">
        <h2 className={`text-base font-semibold ${state === 'later' ? 'text-ink-soft' : ''}`}>
          {title}
          <span className="sr-only">: {SAID[state]}</span>
        </h2>
        <p className="text-ink-soft">{text}</p>
      </div>
      {children === undefined ? null : (
        <div className="col-start-2 grid min-w-0 gap-4 max-sm:col-span-2 max-sm:col-start-1">{children}</div>
      )}
    </li>
  );
}
