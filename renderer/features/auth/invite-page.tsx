import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
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

const schema = bodySchema(auth.acceptInvite);
type Input = z.input<typeof schema>;

function AcceptForm({ token }: { readonly token: string }) {
  const navigate = useNavigate();
  const { setMe } = useSession();
  const accept = useMutation({
    mutationFn: (body: Input) => call(auth.acceptInvite, { body }),
    onSuccess: (me) => {
      setMe(me);
      void navigate('/', { replace: true });
    },
  });
  const { register, handleSubmit, formState, control } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { token, name: '', password: '' },
  });
  const { errors } = formState;
  const typed = useWatch({ control, name: 'password' });
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void handleSubmit((body) => accept.mutate(body))(event)}
    >
      <TextField
        label={t`Your name`}
        autoComplete="name"
        error={errors.name?.message}
        {...register('name')}
      />
      <PasswordField
        label={t`Choose a password`}
        autoComplete="new-password"
        error={errors.password?.message}
        judged={typed}
        {...register('password')}
      />
      {accept.isError ? <Banner tone="bad">{messageOf(accept.error)}</Banner> : null}
      <Button type="submit" look="primary" busy={accept.isPending}>
        <Trans>Join</Trans>
      </Button>
    </form>
  );
}

/** A one-time invitation link: the invited person picks a name and a password. */
export function InvitePage() {
  const { config, me } = useSession();
  const [search] = useSearchParams();
  const token = search.get('token') ?? '';
  if (me !== null || config.mode === 'clerk') return <Navigate to="/" replace />;
  if (token === '') {
    return (
      <AuthShell
        title={t`This link is incomplete`}
        intro={t`Ask for the whole invitation link and open it again.`}
      >
        <Banner tone="warn">
          <Trans>The part of the address that identifies the invitation is missing.</Trans>
        </Banner>
      </AuthShell>
    );
  }
  return (
    <AuthShell
      title={t`You are invited`}
      intro={
        config.site_name === ''
          ? t`Join this place to see its cameras.`
          : t`Join ${config.site_name} to see its cameras.`
      }
    >
      <AcceptForm token={token} />
    </AuthShell>
  );
}
