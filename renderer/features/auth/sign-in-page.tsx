import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { lazy } from 'react';
import { useForm } from 'react-hook-form';
import { Navigate, useSearchParams } from 'react-router';
import type { z } from 'zod';
import { auth } from '../../../server/contract/auth.ts';
import { bodySchema } from '../../api/body-schema.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { useSession } from '../../session/session-context.ts';
import { AuthShell } from './auth-shell.tsx';
import { PasswordField } from './password-field.tsx';
import { safeNext } from './safe-next.ts';

const ClerkForm = lazy(async () => ({ default: (await import('./clerk-form.tsx')).ClerkForm }));
const schema = bodySchema(auth.signIn);
type Input = z.input<typeof schema>;

function SignInForm() {
  const { setMe } = useSession();
  const signIn = useMutation({
    mutationFn: (body: Input) => call(auth.signIn, { body }),
    onSuccess: setMe,
  });
  const { register, handleSubmit, formState } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { email: '', password: '' },
  });
  const { errors } = formState;
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void handleSubmit((body) => signIn.mutate(body))(event)}
    >
      <TextField
        label={t`E-mail`}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...register('email')}
      />
      <PasswordField
        label={t`Password`}
        autoComplete="current-password"
        error={errors.password?.message}
        {...register('password')}
      />
      {signIn.isError ? <Banner tone="bad">{messageOf(signIn.error)}</Banner> : null}
      <Button type="submit" look="primary" busy={signIn.isPending}>
        <Trans>Sign in</Trans>
      </Button>
      <p className="text-sm text-ink-soft">
        <Trans>
          Forgot your password? An administrator can invite you again, or reset it on the computer that runs
          Sentinel.
        </Trans>
      </p>
    </form>
  );
}

/** Sign-in for local accounts, or the sign-in service's own form. */
export function SignInPage({ form }: { readonly form: 'sign-in' | 'sign-up' }) {
  const { config, me, identity } = useSession();
  const [search] = useSearchParams();
  if (config.setup_required) return <Navigate to="/setup" replace />;
  if (me !== null) return <Navigate to={safeNext(search.get('next'))} replace />;
  if (identity.kind === 'clerk') return <ClerkForm form={form} />;
  if (form === 'sign-up') return <Navigate to="/sign-in" replace />;
  return (
    <AuthShell
      title={t`Sign in`}
      intro={
        config.site_name === ''
          ? t`Sign in to see the cameras of this place.`
          : t`Sign in to see the cameras of ${config.site_name}.`
      }
    >
      <SignInForm />
    </AuthShell>
  );
}
