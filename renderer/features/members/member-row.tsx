import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { auth, type Member } from '../../../server/contract/auth.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { IconButton } from '../../components/button.tsx';
import { Chip } from '../../components/chip.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Menu, type MenuEntry } from '../../components/menu.tsx';
import { agoTime, useNow } from '../../hooks/time.ts';

type Change = { readonly role?: Member['role']; readonly disabled?: boolean };

function useMemberActions(member: Member, onRemoved: () => void) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: ['members'] });
  const params = { id: member.id };
  const onError = (error: Error) => toast.error(messageOf(error));
  const change = useMutation({
    mutationFn: (body: Change) => call(auth.updateMember, { params, body }),
    onSuccess: refresh,
    onError,
  });
  const remove = useMutation({
    mutationFn: () => call(auth.deleteMember, { params }),
    onSuccess: () => {
      refresh();
      toast.success(t`${member.name} was removed.`);
      onRemoved();
    },
    onError,
  });
  return { change, remove };
}

/** One person with what may be done about them. */
export function MemberRow({ member, isMe }: { readonly member: Member; readonly isMe: boolean }) {
  const [removing, setRemoving] = useState(false);
  const { change, remove } = useMemberActions(member, () => setRemoving(false));
  const now = useNow(60_000);
  const isAdmin = member.role === 'admin';
  const entries: MenuEntry[] = [
    {
      kind: 'action',
      id: 'role',
      text: isAdmin ? t`Make a member` : t`Make an administrator`,
      onSelect: () => change.mutate({ role: isAdmin ? 'member' : 'admin' }),
    },
    {
      kind: 'action',
      id: 'disable',
      text: member.disabled ? t`Enable account` : t`Disable account`,
      onSelect: () => change.mutate({ disabled: !member.disabled }),
    },
    { kind: 'separator', id: 'before-remove' },
    { kind: 'action', id: 'remove', text: t`Remove`, danger: true, onSelect: () => setRemoving(true) },
  ];
  const signedIn =
    member.last_sign_in_at === null
      ? t`has not signed in yet`
      : t`signed in ${agoTime(Date.parse(member.last_sign_in_at), now)}`;
  return (
    <li className="flex items-center gap-3 py-3.5">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <span className="truncate font-semibold">
          {member.name}
          {isMe ? (
            <span className="font-normal text-ink-soft">
              {' '}
              <Trans>(you)</Trans>
            </span>
          ) : null}
        </span>
        <span className="wrap-anywhere text-ink-soft">{member.email}</span>
        <span className="text-ink-soft">
          {isAdmin ? t`Administrator` : t`Member`} · {signedIn}
        </span>
      </div>
      {member.disabled ? (
        <Chip tone="idle">
          <Trans>Disabled</Trans>
        </Chip>
      ) : null}
      <Menu
        label={t`Actions for ${member.name}`}
        trigger={
          <IconButton label={t`Actions for ${member.name}`}>
            <MoreHorizontal size={20} aria-hidden="true" />
          </IconButton>
        }
        entries={entries}
      />
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t`Remove ${member.name}?`}
        action={t`Remove`}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        <p>
          <Trans>
            They are signed out everywhere and can no longer see the cameras. You can invite them again later.
          </Trans>
        </p>
      </ConfirmDialog>
    </li>
  );
}
