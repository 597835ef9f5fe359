import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import { SMTP_SECURITY } from '../../../../server/contract/notifications/email.ts';
import { SelectField, TextField } from '../../../components/field.tsx';
import type { MailDraft } from './mail-draft.ts';
import { portFor, PROVIDERS, providerOf, SECURITY_WORDS, type Security } from './mail-words.ts';
import { SecretField } from '../../../components/input/secret-field.tsx';

interface Props {
  readonly form: UseFormReturn<MailDraft>;
  readonly hasPassword: boolean;
}

const CHANGED = { shouldDirty: true, shouldValidate: false } as const;

/** Fills in server, port and encryption of a well-known service. */
function ProviderChoice({ form }: Pick<Props, 'form'>) {
  const host = useWatch({ control: form.control, name: 'smtp_host' });
  const known = providerOf(host);
  const choose = (name: string) => {
    const provider = PROVIDERS.find((candidate) => candidate.name === name);
    form.setValue('smtp_host', provider?.host ?? '', CHANGED);
    if (provider === undefined) return;
    form.setValue('smtp_port', provider.port, CHANGED);
    form.setValue('smtp_security', provider.security, CHANGED);
    form.clearErrors(['smtp_host', 'smtp_port']);
  };
  return (
    <SelectField
      label={t`Service`}
      value={known?.name ?? ''}
      hint={known?.note ?? t`Your provider’s help pages name the server, often under “outgoing mail”.`}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">
        <Trans>Another server</Trans>
      </option>
      {PROVIDERS.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** Server, encryption and sign-in of SMTP. */
export function SmtpFields({ form, hasPassword }: Props) {
  const { register, control, formState, getValues, setValue } = form;
  const { errors } = formState;
  const security = register('smtp_security', {
    onChange: (event: { target: { value: Security } }) =>
      setValue('smtp_port', portFor(event.target.value, getValues('smtp_port')), CHANGED),
  });
  return (
    <>
      <ProviderChoice form={form} />
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <TextField
          label={t`Server`}
          placeholder="smtp.example.com"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.smtp_host?.message}
          {...register('smtp_host')}
        />
        <TextField
          label={t`Port`}
          type="number"
          min={1}
          max={65_535}
          error={errors.smtp_port?.message}
          {...register('smtp_port', { valueAsNumber: true })}
        />
      </div>
      <SelectField label={t`Encryption`} {...security}>
        {SMTP_SECURITY.map((value) => (
          <option key={value} value={value}>
            {SECURITY_WORDS[value]}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t`User name`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint={t`Leave it empty if the server asks for none.`}
        error={errors.smtp_username?.message}
        {...register('smtp_username')}
      />
      <Controller
        control={control}
        name="smtp_password"
        render={({ field: { value, onChange } }) => (
          <SecretField
            label={t`Password`}
            hint={t`Stored encrypted on this server and never shown again.`}
            stored={hasPassword}
            value={value}
            onChange={onChange}
            error={errors.smtp_password?.message}
          />
        )}
      />
    </>
  );
}
