import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { TextField } from '../../../components/field.tsx';

/** A pause in typing that counts as done. */
const SETTLED_MS = 900;

interface Props {
  readonly label: string;
  readonly type: 'time' | 'number';
  readonly value: string;
  readonly hint?: ReactNode;
  readonly disabled: boolean;
  readonly min?: number;
  readonly max?: number;
  /** What is wrong with a value; `null` when nothing is. */
  readonly problemOf: (value: string) => string | null;
  readonly onCommit: (value: string) => void;
}

/** A field that is saved when somebody stops typing, leaves it or presses Enter; Esc takes back. */
export function SettledField({ value, problemOf, onCommit, ...field }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const problem = typed === null ? null : problemOf(typed);
  const commit = (text: string) => {
    clearTimeout(timer.current);
    setTyped(null);
    if (text !== value && problemOf(text) === null) onCommit(text);
  };
  const change = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    if (problemOf(text) === null) timer.current = setTimeout(() => commit(text), SETTLED_MS);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (typed === null) return;
    if (key === 'Enter' && problem === null) commit(typed);
    if (key !== 'Escape') return;
    clearTimeout(timer.current);
    setTyped(null);
  };
  return (
    <TextField
      {...field}
      value={typed ?? value}
      error={problem ?? undefined}
      onChange={({ target }) => change(target.value)}
      onBlur={() => typed !== null && commit(typed)}
      onKeyDown={onKeyDown}
    />
  );
}
