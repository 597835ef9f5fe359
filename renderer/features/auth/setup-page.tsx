import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { Navigate, useNavigate } from 'react-router';
import type { z } from 'zod';
import { auth } from '../../../server/contract/auth.ts';
import { bodySchema } from '../../api/body-schema.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { authConfigQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { useSession } from '../../session/session-context.ts';
import { AuthShell } from './auth-shell.tsx';
import { PasswordField } from './password-field.tsx';

const schema = bodySchema(auth.setup);
type Input = z.input<typeof schema>;

function useSetup() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { setMe } = useSession();
  return useMutation({
    mutationFn: (body: Input) => call(auth.setup, { body }),
    onSuccess: (me) => {
      client.setQueryData(authConfigQuery.queryKey, (old) => old && { ...old, setup_required: false });
      setMe(me);
      void navigate('/', { replace: true });
    },
  });
}

function SetupForm({ needsCode }: { readonly needsCode: boolean }) {
  const setup = useSetup();
  const { register, handleSubmit, formState, control } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { organization: '', name: '', email: '', password: '' },
  });
  const { errors } = formState;
  const typed = useWatch({ control, name: 'password' });
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void handleSubmit((body) => setup.mutate(body))(event)}
    >
      <TextField
        label={t`Name of this place`}
        placeholder={t`Corner Bakery`}
        autoComplete="organization"
        error={errors.organization?.message}
        {...register('organization')}
      />
      <TextField
        label={t`Your name`}
        autoComplete="name"
        error={errors.name?.message}
        {...register('name')}
      />
      <TextField
        label={t`Your e-mail`}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...register('email')}
      />
      <PasswordField
        label={t`Password`}
        autoComplete="new-password"
        error={errors.password?.message}
        judged={typed}
        {...register('password')}
      />
      {needsCode ? (
        <TextField
          label={t`Setup code`}
          autoComplete="off"
          hint={t`Shown where the server was started, and in its desktop window. It proves that this is your machine.`}
          error={errors.setup_code?.message}
          {...register('setup_code')}
        />
      ) : null}
      {setup.isError ? <Banner tone="bad">{messageOf(setup.error)}</Banner> : null}
      <Button type="submit" look="primary" busy={setup.isPending}>
        <Trans>Create my command center</Trans>
      </Button>
    </form>
  );
}

/** First run: the place and its first administrator. */
export function SetupPage() {
  const { config } = useSession();
  if (!config.setup_required) return <Navigate to="/" replace />;
  return (
    <AuthShell
      title={t`Welcome`}
      intro={t`One minute, then your cameras. You will be the administrator of this place.`}
    >
      <SetupForm needsCode={config.setup_code_required} />
    </AuthShell>
  );
}
