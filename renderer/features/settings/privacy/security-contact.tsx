import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { z } from 'zod';
import { settings } from '../../../../server/contract/settings.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';

const schema = bodySchema(settings.setSecurityContact);
type Input = z.input<typeof schema>;

const contactQuery = queryOptions({
  queryKey: [KEYS.settings, 'security-contact'],
  queryFn: () => call(settings.securityContact),
});

function ContactForm({ contact }: { readonly contact: string }) {
  const client = useQueryClient();
  const { register, handleSubmit, formState, reset } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { contact },
  });
  const save = useMutation({
    mutationFn: (body: Input) => call(settings.setSecurityContact, { body }),
    onSuccess: (answer) => {
      client.setQueryData(contactQuery.queryKey, answer);
      reset({ contact: answer.contact ?? '' });
      toast.success(answer.contact === null ? t`The contact was removed.` : t`The contact was saved.`);
    },
  });
  return (
    <form
      noValidate
      className="grid max-w-md gap-3"
      onSubmit={(event) => void handleSubmit((body) => save.mutate(body))(event)}
    >
      <TextField
        label={t`Contact address`}
        type="url"
        placeholder={t`https://example.com/contact`}
        hint={t`Leave it empty to publish none.`}
        error={formState.errors.contact?.message}
        {...register('contact')}
      />
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
      <Button
        type="submit"
        className="justify-self-start"
        busy={save.isPending}
        disabled={!formState.isDirty}
      >
        <Trans>Save contact</Trans>
      </Button>
    </form>
  );
}

/** Where somebody who finds a weakness can report it. */
export function SecurityContact() {
  const { data, error } = useQuery(contactQuery);
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Security contact</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          If this server can be reached from outside, people who find a weakness look for an address in{' '}
          <code className="font-mono text-sm">/.well-known/security.txt</code>.
        </Trans>
      </p>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? error === null && <Loading /> : <ContactForm contact={data.contact ?? ''} />}
    </Card>
  );
}
