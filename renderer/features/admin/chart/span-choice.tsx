import { t } from '@lingui/core/macro';
import { Choices } from '../../../components/input/choices.tsx';
import { SPANS } from './slots.ts';

interface Props {
  readonly days: number;
  readonly onDays: (days: number) => void;
}

/** The time span of a page's charts. */
export function SpanChoice({ days, onDays }: Props) {
  return (
    <Choices<number> legend={t`Time span of the charts`} options={SPANS} value={days} onChoose={onDays} />
  );
}
