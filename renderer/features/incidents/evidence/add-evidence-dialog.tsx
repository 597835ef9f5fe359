import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { BodyInputOf } from '../../../../server/contract/endpoint.ts';
import { incidents, type IncidentDetail } from '../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { SelectField, TextAreaField } from '../../../components/field.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import { CameraSelect } from '../camera-select.tsx';

const KINDS = [
  { value: 'observation', text: t`Observation` },
  { value: 'snapshot', text: t`Picture now` },
  { value: 'clip', text: t`Clip` },
] as const;
type Kind = (typeof KINDS)[number]['value'];

const ABOUT: Readonly<Record<Kind, string>> = {
  observation: t`What you saw or found out, in your own words.`,
  snapshot: t`The camera takes a picture now. This can take up to 15 seconds.`,
  clip: t`The last seconds the camera sent are kept. It must be live.`,
};

const LENGTHS_S = [5, 10, 15, 30, 60];

interface Draft {
  readonly kind: Kind;
  readonly text: string;
  readonly cameraId: string;
  readonly seconds: number;
}

/** What keeps the form from being sent. */
function errorsOf({ kind, text, cameraId }: Draft): { readonly text?: string; readonly camera?: string } {
  return {
    ...(kind === 'observation' && text.trim() === '' ? { text: t`Write what was seen` } : {}),
    ...(kind !== 'observation' && cameraId === '' ? { camera: t`Choose a camera` } : {}),
  };
}

function bodyOf({ kind, text, cameraId, seconds }: Draft): BodyInputOf<typeof incidents.addEvidence> {
  const written = text.trim();
  const note = written === '' ? {} : { note: written };
  switch (kind) {
    case 'observation':
      return { kind, text: written, ...(cameraId === '' ? {} : { camera_id: cameraId }) };
    case 'snapshot':
      return { kind, camera_id: cameraId, ...note };
    case 'clip':
      return { kind, camera_id: cameraId, duration_seconds: seconds, ...note };
  }
}

const ADDED: Readonly<Record<Kind, string>> = {
  observation: t`Observation added`,
  snapshot: t`Picture added`,
  clip: t`Clip added`,
};

interface PartProps {
  readonly draft: Draft;
  readonly errors: ReturnType<typeof errorsOf>;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Fields({ draft, errors, onChange }: PartProps) {
  const isNote = draft.kind !== 'observation';
  return (
    <>
      <TextAreaField
        label={isNote ? t`Note (optional)` : t`Observation`}
        rows={isNote ? 2 : 4}
        maxLength={isNote ? 2000 : 20_000}
        value={draft.text}
        error={errors.text}
        onChange={({ target }) => onChange({ text: target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <CameraSelect
          none={isNote ? t`Choose…` : t`None`}
          value={draft.cameraId}
          error={errors.camera}
          onChoose={(cameraId) => onChange({ cameraId })}
        />
        {draft.kind === 'clip' ? (
          <SelectField
            label={t`Length`}
            value={draft.seconds}
            onChange={({ target }) => onChange({ seconds: Number(target.value) })}
          >
            {LENGTHS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                <Trans>The last {seconds} seconds</Trans>
              </option>
            ))}
          </SelectField>
        ) : null}
      </div>
    </>
  );
}

/** Adds an observation, a picture or a clip to an incident. */
export function AddEvidenceDialog({
  incident,
  onClose,
}: {
  readonly incident: IncidentDetail;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({
    kind: 'observation',
    text: '',
    cameraId: incident.camera_id ?? '',
    seconds: 15,
  });
  const [tried, setTried] = useState(false);
  const add = useMutation({
    mutationFn: (sent: Draft) =>
      call(incidents.addEvidence, { params: { incident_id: incident.id }, body: bodyOf(sent) }),
    onSuccess: async (_, { kind }) => {
      await client.invalidateQueries({ queryKey: [KEYS.incidents] });
      toast.success(ADDED[kind]);
      onClose();
    },
  });
  const change = (part: Partial<Draft>) => {
    add.reset();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(errorsOf(draft)).length === 0) add.mutate(draft);
  };
  return (
    <Dialog open onClose={onClose} title={t`Add evidence`} dismissable={false}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <div className="grid justify-items-start gap-2">
          <Choices
            legend={t`Kind of evidence`}
            options={KINDS}
            value={draft.kind}
            onChoose={(kind) => change({ kind })}
          />
          <p className="text-ink-soft">{ABOUT[draft.kind]}</p>
        </div>
        <Fields draft={draft} errors={tried ? errorsOf(draft) : {}} onChange={change} />
        {add.isError ? <Banner tone="bad">{messageOf(add.error)}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            <Trans>Add</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
