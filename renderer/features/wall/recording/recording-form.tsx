import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { recording } from '../../../../server/contract/fleet/recording.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery, settingsQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Chip, type ChipTone } from '../../../components/chip.tsx';
import { TextField } from '../../../components/field.tsx';
import { RECORDING_WORDS, recordingState, type RecordingState } from './recording-state.ts';
import { type Draft, draftErrors, draftOf, type Mode, MODES, policyOf, sameDraft } from './policy-draft.ts';

const TONES: Record<RecordingState, ChipTone> = {
  off: 'idle',
  requested: 'warn',
  recording: 'live',
  stopping: 'warn',
};

/** Whether the camera records now, in words and not by colour alone. */
export function RecordingChip({ camera }: { readonly camera: Camera }) {
  const state = recordingState(camera);
  return (
    <span data-testid="recording" data-recording={state} className="inline-flex min-w-0">
      <Chip tone={TONES[state]}>{RECORDING_WORDS[state]}</Chip>
    </span>
  );
}

function useSavePolicy(camera: Camera, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: Draft) =>
      call(recording.policy, { params: { camera_id: camera.camera_id }, body: policyOf(draft) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: camerasQuery.queryKey });
      onSaved();
    },
  });
}

function ModeChoice({ mode, onMode }: { readonly mode: Mode; readonly onMode: (mode: Mode) => void }) {
  return (
    <fieldset className="grid gap-1">
      <legend className="sr-only">
        <Trans>When to record</Trans>
      </legend>
      {MODES.map(({ value, label, about }) => (
        <label
          key={value}
          className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 rounded-sm border border-transparent p-2.5 hover:bg-surface-2 has-checked:border-line has-checked:bg-surface-2"
        >
          <input
            type="radio"
            name="mode"
            value={value}
            checked={mode === value}
            onChange={() => onMode(value)}
            className="mt-1 size-4 shrink-0 accent-(--accent)"
          />
          <span className="font-medium">{label}</span>
          <span className="col-start-2 text-ink-soft">{about}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Zone() {
  const { data } = useQuery(settingsQuery);
  return (
    <p className="text-ink-soft">
      <Trans>
        Times are meant in <strong className="text-ink">{data?.timezone ?? '…'}</strong>.{' '}
        <Link to="/settings/recording" className="text-accent underline">
          Change
        </Link>
      </Trans>
    </p>
  );
}

/** Decides when a camera records: never, always, or between two times of the day. Only one of them. */
export function RecordingForm({ camera }: { readonly camera: Camera }) {
  const kept = draftOf(camera.recording_policy);
  const [changed, setChanged] = useState<Draft | null>(null);
  const [tried, setTried] = useState(false);
  const draft = changed ?? kept;
  const save = useSavePolicy(camera, () => setChanged(null));
  const errors = tried ? draftErrors(draft) : {};
  const set = (part: Partial<Draft>) => {
    save.reset();
    setChanged({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(draftErrors(draft)).length === 0) save.mutate(draft);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <ModeChoice mode={draft.mode} onMode={(mode) => set({ mode })} />
      {draft.mode === 'scheduled' ? (
        <div className="grid gap-3 px-2.5">
          <div className="grid grid-cols-2 gap-3">
            <TextField
              type="time"
              label={t`From`}
              value={draft.start}
              error={errors.start}
              onChange={(event) => set({ start: event.target.value })}
            />
            <TextField
              type="time"
              label={t`Until`}
              value={draft.end}
              error={errors.end}
              hint={draft.end !== '' && draft.end < draft.start ? t`on the next day` : undefined}
              onChange={(event) => set({ end: event.target.value })}
            />
          </div>
          <Zone />
        </div>
      ) : null}
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={save.isPending} disabled={sameDraft(draft, kept)}>
          <Trans>Save</Trans>
        </Button>
        <output className="text-ink-soft">
          {save.isSuccess
            ? t`Saved. It takes effect within a minute.`
            : t`Changes take effect within a minute.`}
        </output>
      </div>
    </form>
  );
}
