import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { sentinelModel, type SentinelModel } from '../../../../server/contract/agents/sentinel.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { modelQuery, type SentinelAnswer, sentinelQuery } from '../sentinel-queries.ts';
import { hostOf, hostSentence } from './host.ts';
import { ModelForm } from './model-form.tsx';
import { ModelTest } from './model-test.tsx';
import { problemWords } from './problem-words.ts';

interface SwitchProps {
  readonly stored: SentinelModel;
  readonly runner: SentinelAnswer['runner'];
}

function hintOf({ base_url: url, enabled, model }: SentinelModel): string {
  const host = hostOf(url);
  if (host === null || model === '')
    return t`Choose and save a model first. Until then nothing is sent anywhere.`;
  // Who receives pictures while it works is said above, beside the state.
  if (enabled) return t`Looks into what starts a run, with the model below.`;
  const sentence = hostSentence(host);
  return t`Nothing is sent while this is off. Once on: ${sentence}`;
}

function InvestigatorSwitch({ stored, runner }: SwitchProps) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => call(sentinelModel.set, { body: { enabled } }),
    onSuccess: (answer) => {
      client.setQueryData(modelQuery.queryKey, answer);
      void client.invalidateQueries({ queryKey: sentinelQuery.queryKey });
    },
    onError: (error) => toast.error(messageOf(error)),
  });
  const { enabled } = stored;
  const problem = problemWords(stored);
  return (
    <Card className="grid gap-4">
      <Switch
        label={t`Built-in investigator`}
        hint={hintOf(stored)}
        checked={change.isPending ? change.variables : enabled}
        disabled={!enabled && problem !== null}
        onChange={(on) => change.mutate(on)}
      />
      {problem !== null && (enabled || stored.base_url !== '') ? (
        <Banner tone="warn">{problem}</Banner>
      ) : null}
      {runner === 'service' ? (
        <Banner tone="info">
          <Trans>
            An agent service is connected where this server is started. It gets every run, so this model is
            not asked.
          </Trans>
        </Banner>
      ) : null}
    </Card>
  );
}

/** The built-in investigator: whether it works, with which model, and a test of it. */
export function ModelPanel({ answer }: { readonly answer: SentinelAnswer }) {
  const { data, error } = useQuery(modelQuery);
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : (
        <fieldset disabled={answer.plan_gated} className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <legend className="sr-only">
            <Trans>Model of the built-in investigator</Trans>
          </legend>
          <InvestigatorSwitch stored={data} runner={answer.runner} />
          <ModelForm stored={data} />
          <ModelTest />
        </fieldset>
      )}
    </div>
  );
}
