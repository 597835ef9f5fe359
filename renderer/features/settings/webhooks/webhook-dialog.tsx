import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { type Webhook, webhooks } from '../../../../server/contract/notifications/webhooks.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { KindChoice } from './kind-choice.tsx';
import { webhooksQuery } from './webhook-queries.ts';

const schema = bodySchema(webhooks.update).required().omit({ enabled: true });
type Input = z.input<typeof schema>;

interface Props {
  /** The webhook to change, or null for a new one. */
  readonly webhook: Webhook | null;
  readonly onClose: () => void;
  /** A new one was made; its secret is answered only now. */
  readonly onSecret: (name: string, secret: string) => void;
}

function useSave({ webhook, onClose, onSecret }: Props) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Input) => {
      if (webhook === null) return (await call(webhooks.create, { body })).secret;
      await call(webhooks.update, { params: { webhook_id: webhook.id }, body });
      return null;
    },
    onSuccess: (secret, { name }) => {
      void client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      if (secret === null) onClose();
      else onSecret(name.trim(), secret);
    },
  });
}

/** Name, address and kinds of a webhook. */
export function WebhookDialog(props: Props) {
  const { webhook, onClose } = props;
  const save = useSave(props);
  const { register, handleSubmit, formState, control } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { name: webhook?.name ?? '', url: webhook?.url ?? '', kinds: webhook?.kinds ?? null },
  });
  return (
    <Dialog open onClose={onClose} title={webhook === null ? t`Add a webhook` : t`Change ${webhook.name}`}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => void handleSubmit((body) => save.mutate(body))(event)}
      >
        <TextField
          label={t`Name`}
          placeholder={t`Home automation`}
          autoComplete="off"
          maxLength={100}
          error={formState.errors.name?.message}
          {...register('name')}
        />
        <TextField
          label={t`Address`}
          type="url"
          placeholder="http://192.168.1.20:8123/api/webhook/…"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={t`Each notification is sent there as JSON with POST. Addresses in your own network are fine.`}
          error={formState.errors.url?.message}
          {...register('url')}
        />
        <Controller
          control={control}
          name="kinds"
          render={({ field: { value, onChange } }) => (
            <KindChoice value={value} onChange={onChange} error={formState.errors.kinds?.message} />
          )}
        />
        {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {webhook === null ? t`Add webhook` : t`Save changes`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
