import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { mailSetup } from '../../../../server/contract/notifications/email.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { Card } from '../../../components/page.tsx';
import { useMe } from '../../../session/session-context.ts';

const schema = bodySchema(mailSetup.test);
type Input = z.input<typeof schema>;

/** Sends one mail now and says what came of it. */
export function TestMail() {
  const { email } = useMe();
  const { register, handleSubmit, formState } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { to: email },
  });
  const test = useMutation({ mutationFn: (body: Input) => call(mailSetup.test, { body }) });
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Try it</Trans>
      </h2>
      <form
        noValidate
        className="grid max-w-xl gap-3"
        onSubmit={(event) => void handleSubmit((body) => test.mutate(body))(event)}
      >
        <TextField
          label={t`Send a test mail to`}
          type="email"
          autoComplete="email"
          hint={t`With the settings as saved, even while mail is off. It says what came of it.`}
          error={formState.errors.to?.message}
          {...register('to')}
        />
        <Button type="submit" className="justify-self-start" busy={test.isPending}>
          {test.isPending ? t`Sending…` : t`Send a test mail`}
        </Button>
        {test.isError ? <Banner tone="bad">{messageOf(test.error)}</Banner> : null}
        {test.data === undefined || test.isPending ? null : (
          <Banner tone={test.data.delivered ? 'info' : 'bad'}>{test.data.message}</Banner>
        )}
      </form>
    </Card>
  );
}
