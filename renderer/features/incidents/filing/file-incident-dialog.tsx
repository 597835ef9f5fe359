import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { INCIDENT_SEVERITIES, incidents } from '../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { SelectField, TextAreaField, TextField } from '../../../components/field.tsx';
import { CameraSelect } from '../camera-select.tsx';
import { keepChanged } from '../incident-queries.ts';
import { SEVERITY_WORDS } from '../incident-words.ts';
import { addFirstEvidence } from './first-evidence.ts';
import {
  bodyOf,
  draftErrors,
  draftOf,
  type IncidentDraft,
  type IncidentStart,
  TITLE_MOST,
} from './incident-draft.ts';

interface PartProps {
  readonly draft: IncidentDraft;
  readonly onChange: (part: Partial<IncidentDraft>) => void;
}

function Check(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label className="flex min-h-9 items-center gap-3">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={({ target }) => props.onChange(target.checked)}
        className="size-4 shrink-0 accent-(--accent)"
      />
      {props.label}
    </label>
  );
}

/** What the camera shows now, kept as evidence from the start. */
function Evidence({ draft, onChange }: PartProps) {
  return (
    <fieldset className="grid gap-0.5">
      <legend className="pb-1 text-sm font-medium">
        <Trans>Add as evidence</Trans>
      </legend>
      <Check
        label={t`The last 15 seconds of video`}
        checked={draft.clip}
        onChange={(clip) => onChange({ clip })}
      />
      <Check
        label={t`A picture taken now`}
        checked={draft.picture}
        onChange={(picture) => onChange({ picture })}
      />
    </fieldset>
  );
}

function CameraAndSeverity({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={t`Severity`}
        value={draft.severity}
        onChange={({ target }) => {
          const severity = INCIDENT_SEVERITIES.find((known) => known === target.value);
          if (severity !== undefined) onChange({ severity });
        }}
      >
        {INCIDENT_SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {SEVERITY_WORDS[severity]}
          </option>
        ))}
      </SelectField>
      <CameraSelect none={t`None`} value={draft.cameraId} onChoose={(cameraId) => onChange({ cameraId })} />
    </div>
  );
}

function useFile(onFiled: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (draft: IncidentDraft) => call(incidents.create, { body: bodyOf(draft) }),
    onSuccess: (detail, { cameraId, picture, clip }) => {
      // Not awaited: a picture can take 15 s, and the report shows it as soon as it is there.
      if (cameraId !== '' && (picture || clip))
        void addFirstEvidence(client, detail.id, cameraId, { picture, clip });
      void keepChanged(client, detail);
      onFiled();
      void navigate(`/incidents/${detail.id}`);
    },
  });
}

/** Files an incident; its report opens when that is done. */
export function FileIncidentDialog({
  start,
  onClose,
}: {
  readonly start: IncidentStart;
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(start));
  const [tried, setTried] = useState(false);
  const file = useFile(onClose);
  const errors = tried ? draftErrors(draft) : {};
  const change = (part: Partial<IncidentDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(draftErrors(draft)).length === 0) file.mutate(draft);
  };
  return (
    <Dialog open onClose={onClose} title={t`File an incident`} dismissable={false}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <TextField
          label={t`Title`}
          placeholder={t`Back door left open`}
          autoComplete="off"
          maxLength={TITLE_MOST}
          value={draft.title}
          error={errors.title}
          onChange={({ target }) => change({ title: target.value })}
        />
        <TextAreaField
          label={t`Summary`}
          placeholder={t`What happened, in a sentence or two`}
          rows={3}
          value={draft.summary}
          error={errors.summary}
          onChange={({ target }) => change({ summary: target.value })}
        />
        <CameraAndSeverity draft={draft} onChange={change} />
        {draft.cameraId === '' ? null : <Evidence draft={draft} onChange={change} />}
        {file.isError ? <Banner tone="bad">{messageOf(file.error)}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" busy={file.isPending}>
            <Trans>File incident</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
