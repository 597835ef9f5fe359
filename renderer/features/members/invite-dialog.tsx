import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { auth } from '../../../server/contract/auth.ts';
import { bodySchema } from '../../api/body-schema.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField, TextField } from '../../components/field.tsx';

const schema = bodySchema(auth.createInvite);
type Input = z.input<typeof schema>;

function InviteForm({ onLink }: { readonly onLink: (link: string) => void }) {
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: (body: Input) => call(auth.createInvite, { body }),
    onSuccess: ({ link }) => {
      void client.invalidateQueries({ queryKey: ['invites'] });
      onLink(link);
    },
  });
  const { register, handleSubmit, formState } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { email: '', role: 'member' },
  });
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void handleSubmit((body) => invite.mutate(body))(event)}
    >
      <TextField
        label={t`Their e-mail`}
        type="email"
        autoComplete="off"
        error={formState.errors.email?.message}
        {...register('email')}
      />
      <SelectField label={t`They may`} {...register('role')}>
        <option value="member">
          <Trans>See the cameras</Trans>
        </option>
        <option value="admin">
          <Trans>Manage everything (administrator)</Trans>
        </option>
      </SelectField>
      {invite.isError ? <Banner tone="bad">{messageOf(invite.error)}</Banner> : null}
      <Button type="submit" look="primary" busy={invite.isPending} className="justify-self-end">
        <Trans>Create invitation link</Trans>
      </Button>
    </form>
  );
}

/** Invites somebody: the answer is a link that works once, within 7 days. */
export function InviteDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [link, setLink] = useState<string | null>(null);
  const close = () => {
    setLink(null);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={link === null ? t`Invite somebody` : t`Send them this link`}
      description={
        link === null
          ? t`You get a link to send to them by e-mail or chat. With it they choose their own password.`
          : t`It works once and for 7 days. It is shown only now; you can always make a new one.`
      }
      dismissable={link === null}
    >
      {link === null ? (
        <InviteForm onLink={setLink} />
      ) : (
        <>
          <CopyText label={t`Invitation link`} text={link} rows={3} />
          <Button look="primary" className="justify-self-end" onClick={close}>
            <Trans>Done</Trans>
          </Button>
        </>
      )}
    </Dialog>
  );
}
