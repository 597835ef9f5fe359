import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { z } from 'zod';
import { mailSetup } from '../../../../server/contract/notifications/email.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { linkAddressQuery } from './mail-queries.ts';

const schema = bodySchema(mailSetup.setLinkAddress);
type Input = z.input<typeof schema>;

function AddressForm({ address }: { readonly address: string }) {
  const client = useQueryClient();
  const { register, handleSubmit, formState, reset } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { address },
  });
  const save = useMutation({
    mutationFn: (body: Input) => call(mailSetup.setLinkAddress, { body }),
    onSuccess: async (answer) => {
      reset({ address: answer.address });
      await client.invalidateQueries({ queryKey: linkAddressQuery.queryKey });
      toast.success(t`The address of links was saved.`);
    },
  });
  return (
    <form
      noValidate
      className="grid max-w-xl gap-3"
      onSubmit={(event) => void handleSubmit((body) => save.mutate(body))(event)}
    >
      <TextField
        label={t`Address of this dashboard`}
        type="url"
        placeholder={t`https://cameras.example.com`}
        autoCapitalize="none"
        spellCheck={false}
        hint={t`Leave it empty to use this computer’s address in your network.`}
        error={formState.errors.address?.message}
        {...register('address')}
      />
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
      <Button
        type="submit"
        className="justify-self-start"
        busy={save.isPending}
        disabled={!formState.isDirty}
      >
        <Trans>Save address</Trans>
      </Button>
    </form>
  );
}

/** The address that links in mails, webhooks and invitations begin with. */
export function LinkAddress() {
  const { data, error } = useQuery(linkAddressQuery);
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Address used in links</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Buttons in mails and links in invitations lead to this dashboard. Whoever reads them must be able to
          open the address, on a phone at home, too.
        </Trans>
      </p>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : (
        <>
          <p>
            <Trans>
              Links begin with <strong className="break-all">{data.in_use}</strong>
              {data.source === 'network' ? t` (this computer in your network)` : ''}.
            </Trans>
          </p>
          {data.source === 'environment' ? (
            <Banner tone="info">
              <Trans>
                Set where the server is started, by <code className="font-mono">FRONTEND_URL</code>, and
                therefore not changeable here.
              </Trans>
            </Banner>
          ) : (
            <AddressForm address={data.address} />
          )}
        </>
      )}
    </Card>
  );
}
