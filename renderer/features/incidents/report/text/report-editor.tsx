import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import {
  INCIDENT_SEVERITIES,
  type IncidentDetail,
  incidents,
} from '../../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../../api/client.ts';
import { messageOf } from '../../../../api/errors.ts';
import { Banner } from '../../../../components/banner.tsx';
import { Button } from '../../../../components/button.tsx';
import { SelectField, TextAreaField } from '../../../../components/field.tsx';
import { Choices } from '../../../../components/input/choices.tsx';
import { Card } from '../../../../components/page.tsx';
import { keepChanged } from '../../incident-queries.ts';
import { SEVERITY_WORDS } from '../../incident-words.ts';
import { changedFields, type ReportText, textOf } from './report-changes.ts';
import { SafeMarkdown } from './safe-markdown.tsx';

const TABS = [
  { value: 'write', text: t`Write` },
  { value: 'preview', text: t`Preview` },
] as const;

function ReportField({
  report,
  onChange,
}: {
  readonly report: string;
  readonly onChange: (text: string) => void;
}) {
  const [tab, setTab] = useState<(typeof TABS)[number]['value']>('write');
  return (
    <div className="grid gap-2">
      <div className="flex">
        <Choices legend={t`Report`} options={TABS} value={tab} onChoose={setTab} />
      </div>
      {tab === 'write' ? (
        <TextAreaField
          label={t`Report`}
          hint={t`Markdown: # heading, - list, **bold**, [link](https://…). Pictures and HTML are left out.`}
          rows={12}
          maxLength={200_000}
          value={report}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <section className="min-h-40 rounded-sm border p-4" aria-label={t`Preview of the report`}>
          {report.trim() === '' ? (
            <p className="text-ink-soft">
              <Trans>Nothing to show.</Trans>
            </p>
          ) : (
            <SafeMarkdown text={report} />
          )}
        </section>
      )}
    </div>
  );
}

interface Props {
  readonly incident: IncidentDetail;
  readonly onDone: () => void;
}

/** Corrects severity, summary and report. Only what was changed is sent; nothing when nothing was. */
export function ReportEditor({ incident, onDone }: Props) {
  const client = useQueryClient();
  const [before] = useState(() => textOf(incident));
  const [after, setAfter] = useState(before);
  const save = useMutation({
    mutationFn: (body: Partial<ReportText>) =>
      call(incidents.change, { params: { incident_id: incident.id }, body }),
    onSuccess: async (detail) => {
      await keepChanged(client, detail);
      toast.success(t`Saved. The earlier text is kept in the timeline.`);
      onDone();
    },
  });
  const form = useRef<HTMLFormElement>(null);
  // The button that opened this is gone, and the focus with it.
  useEffect(() => form.current?.querySelector('select')?.focus(), []);
  const change = (part: Partial<ReportText>) => setAfter({ ...after, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = changedFields(before, after);
    if (Object.keys(changed).length === 0) onDone();
    else save.mutate(changed);
  };
  const meanwhile = Object.keys(changedFields(before, textOf(incident))).length > 0;
  return (
    <Card>
      <form ref={form} noValidate onSubmit={submit} aria-label={t`Edit the incident`} className="grid gap-4">
        {meanwhile && !save.isPending ? (
          <Banner tone="warn">
            <Trans>
              Somebody changed this incident while you were writing. Saving replaces what you changed, too;
              their text stays in the timeline.
            </Trans>
          </Banner>
        ) : null}
        <div className="sm:max-w-60">
          <SelectField
            label={t`Severity`}
            value={after.severity}
            onChange={({ target }) => {
              const severity = INCIDENT_SEVERITIES.find((known) => known === target.value);
              if (severity !== undefined) change({ severity });
            }}
          >
            {INCIDENT_SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {SEVERITY_WORDS[severity]}
              </option>
            ))}
          </SelectField>
        </div>
        <TextAreaField
          label={t`Summary`}
          rows={3}
          maxLength={20_000}
          value={after.summary}
          onChange={({ target }) => change({ summary: target.value })}
        />
        <ReportField report={after.report} onChange={(report) => change({ report })} />
        {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onDone}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Card>
  );
}
