import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import type { z } from 'zod';
import { auth } from '../../../server/contract/auth.ts';
import { bodySchema } from '../../api/body-schema.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Card, Page } from '../../components/page.tsx';
import { useMe, useSession } from '../../session/session-context.ts';
import { LookCard } from './look-card.tsx';
import { PasswordField } from './password-field.tsx';

const schema = bodySchema(auth.password);
type Input = z.input<typeof schema>;

function PasswordForm() {
  const { register, handleSubmit, formState, control, reset } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { current: '', next: '' },
  });
  const change = useMutation({
    mutationFn: (body: Input) => call(auth.password, { body }),
    onSuccess: () => {
      reset();
      toast.success(t`Password changed. Other devices were signed out.`);
    },
  });
  const { errors } = formState;
  const typed = useWatch({ control, name: 'next' });
  return (
    <form
      noValidate
      className="grid max-w-md gap-4"
      onSubmit={(event) => void handleSubmit((body) => change.mutate(body))(event)}
    >
      <PasswordField
        label={t`Current password`}
        autoComplete="current-password"
        error={errors.current?.message}
        {...register('current')}
      />
      <PasswordField
        label={t`New password`}
        autoComplete="new-password"
        error={errors.next?.message}
        judged={typed}
        {...register('next')}
      />
      {change.isError ? <Banner tone="bad">{messageOf(change.error)}</Banner> : null}
      <Button type="submit" look="primary" busy={change.isPending} className="justify-self-start">
        <Trans>Change password</Trans>
      </Button>
    </form>
  );
}

function Sessions() {
  const { setMe } = useSession();
  const [asking, setAsking] = useState(false);
  const leave = useMutation({
    mutationFn: () => call(auth.signOutAll),
    onSuccess: () => setMe(null),
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Signed-in devices</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Lost a phone or used a computer that is not yours? Sign out everywhere, here included. You then sign
          in again with your password.
        </Trans>
      </p>
      <Button className="justify-self-start" onClick={() => setAsking(true)}>
        <Trans>Sign out everywhere</Trans>
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t`Sign out everywhere?`}
        action={t`Sign out everywhere`}
        busy={leave.isPending}
        onConfirm={() => leave.mutate()}
      >
        <p>
          <Trans>
            Every browser and every wall screen that uses your account stops showing cameras until you sign in
            there.
          </Trans>
        </p>
      </ConfirmDialog>
    </Card>
  );
}

/** The signed-in person's own account. */
export function AccountPage() {
  const me = useMe();
  const { identity } = useSession();
  return (
    <Page title={t`Your account`} intro={t`Who you are here, your password and your devices.`}>
      <Card>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 wrap-anywhere">
          <dt className="text-ink-soft">
            <Trans>Name</Trans>
          </dt>
          <dd>{me.name}</dd>
          <dt className="text-ink-soft">
            <Trans>E-mail</Trans>
          </dt>
          <dd>{me.email}</dd>
          <dt className="text-ink-soft">
            <Trans>Role</Trans>
          </dt>
          <dd>{me.is_admin ? t`Administrator` : t`Member: sees the cameras`}</dd>
          <dt className="text-ink-soft">
            <Trans>Place</Trans>
          </dt>
          <dd>{me.org_name}</dd>
        </dl>
      </Card>
      <LookCard />
      {identity.kind === 'local' ? (
        <>
          <Card className="grid gap-4">
            <h2 className="text-base font-semibold">
              <Trans>Change password</Trans>
            </h2>
            <PasswordForm />
          </Card>
          <Sessions />
        </>
      ) : null}
    </Page>
  );
}
