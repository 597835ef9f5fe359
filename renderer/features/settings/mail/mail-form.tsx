import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm, type UseFormReturn, useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import { mailSetup, type MailSettings } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { Card } from '../../../components/page.tsx';
import { type MailDraft, mailChanges, mailDraft, mailDraftSchema } from './mail-draft.ts';
import { mailSettingsQuery } from './mail-queries.ts';
import { SecretField } from '../../../components/input/secret-field.tsx';
import { SmtpFields } from './smtp-fields.tsx';
import { WayChoice } from './way-choice.tsx';

function useMailForm(settings: MailSettings) {
  const client = useQueryClient();
  // Counts what was saved: secrets typed before are gone from the page then.
  const [saves, setSaves] = useState(0);
  const form = useForm<MailDraft>({
    resolver: zodResolver(mailDraftSchema(settings)),
    defaultValues: mailDraft(settings),
  });
  const save = useMutation({
    mutationFn: (draft: MailDraft) => call(mailSetup.set, { body: mailChanges(draft) }),
    onSuccess: (answer) => {
      client.setQueryData(mailSettingsQuery.queryKey, answer);
      toast.success(t`The mail settings were saved.`);
      form.reset(mailDraft(answer));
      setSaves((count) => count + 1);
    },
  });
  return { form, save, saves };
}

interface FieldsProps {
  readonly form: UseFormReturn<MailDraft>;
  readonly settings: MailSettings;
}

function ResendKey({ form, settings }: FieldsProps) {
  return (
    <Controller
      control={form.control}
      name="resend_key"
      render={({ field: { value, onChange } }) => (
        <SecretField
          label={t`API key`}
          hint={t`From your Resend account; it begins with re_. Stored encrypted and never shown again.`}
          stored={settings.has_resend_key}
          value={value}
          onChange={onChange}
          error={form.formState.errors.resend_key?.message}
        />
      )}
    />
  );
}

function Sender({ form, hint }: Pick<FieldsProps, 'form'> & { readonly hint: string }) {
  const { errors } = form.formState;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-[3fr_2fr]">
      <TextField
        label={t`From: address`}
        type="email"
        placeholder="cameras@example.com"
        autoComplete="off"
        hint={hint}
        error={errors.from_address?.message}
        {...form.register('from_address')}
      />
      <TextField
        label={t`From: name`}
        placeholder="Sentinel"
        autoComplete="off"
        maxLength={100}
        error={errors.from_name?.message}
        {...form.register('from_name')}
      />
    </div>
  );
}

/** What the chosen way needs, top to bottom: the first of them that is wrong gets the focus. */
function WayFields({ form, settings }: FieldsProps) {
  const transport = useWatch({ control: form.control, name: 'transport' });
  if (transport === 'none') return null;
  return transport === 'smtp' ? (
    <>
      <SmtpFields form={form} hasPassword={settings.has_smtp_password} />
      <Sender form={form} hint={t`Most servers accept only your own address.`} />
    </>
  ) : (
    <>
      <ResendKey form={form} settings={settings} />
      <Sender form={form} hint={t`Its domain must be verified with Resend.`} />
    </>
  );
}

/** How mail is sent, and whom it comes from. */
export function MailForm({ settings }: { readonly settings: MailSettings }) {
  const { form, save, saves } = useMailForm(settings);
  return (
    <Card className="grid gap-4">
      <h2 className="text-base font-semibold">
        <Trans>How mail is sent</Trans>
      </h2>
      <form
        noValidate
        className="grid max-w-xl gap-4"
        onSubmit={(event) => void form.handleSubmit((draft) => save.mutate(draft))(event)}
      >
        <WayChoice field={form.register('transport')} />
        <WayFields key={saves} form={form} settings={settings} />
        {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
        <Button
          type="submit"
          look="primary"
          className="justify-self-start"
          busy={save.isPending}
          disabled={!form.formState.isDirty}
        >
          <Trans>Save mail settings</Trans>
        </Button>
      </form>
    </Card>
  );
}
