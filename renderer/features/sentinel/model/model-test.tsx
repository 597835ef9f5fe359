import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { sentinelModel } from '../../../../server/contract/agents/sentinel.ts';
import { callPatiently } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/page.tsx';

/** Asks the model something now and says what came of it. */
export function ModelTest() {
  const test = useMutation({ mutationFn: () => callPatiently(sentinelModel.test) });
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Try it</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Asks the model as saved, also while it is off, about a drawn picture, to find out whether it
          answers, sees pictures and uses tools. No picture of a camera is sent.
        </Trans>
      </p>
      <Button className="justify-self-start" busy={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? t`Asking…` : t`Test the model`}
      </Button>
      <output className="text-ink-soft empty:hidden">
        {test.isPending ? t`A model that must be loaded first can take a minute or two.` : ''}
      </output>
      {test.isError ? <Banner tone="bad">{messageOf(test.error)}</Banner> : null}
      {test.data === undefined || test.isPending ? null : (
        <Banner tone={test.data.ok ? 'info' : 'bad'}>{test.data.message}</Banner>
      )}
    </Card>
  );
}
