import { t } from '@lingui/core/macro';
import { RECORDING_WORDS, type RecordingState } from './recording-state.ts';

const SHORT: Record<Exclude<RecordingState, 'off'>, string> = {
  requested: t`REC requested`,
  recording: t`REC`,
  stopping: t`Stopping`,
};

/** Over the picture: whether the node records. A full dot means it does, a ring that it was asked to change. */
export function RecordingBadge({ state }: { readonly state: RecordingState }) {
  if (state === 'off') return null;
  return (
    <span
      title={RECORDING_WORDS[state]}
      data-recording={state}
      className="inline-flex items-center gap-1.5 rounded-full bg-video/80 px-2 py-0.5 text-xs font-semibold text-white"
    >
      <span
        aria-hidden="true"
        className={`size-2.5 rounded-full ${state === 'recording' ? 'bg-bad-solid ring-1 ring-white' : 'border-2 border-white'}`}
      />
      {SHORT[state]}
    </span>
  );
}
