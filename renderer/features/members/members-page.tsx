import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { auth, type Invite } from '../../../server/contract/auth.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { invitesQuery, membersQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Card, Page } from '../../components/page.tsx';
import { relativeTime, useNow } from '../../hooks/time.ts';
import { useMe, useSession } from '../../session/session-context.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRow } from './member-row.tsx';

function InviteRow({ invite }: { readonly invite: Invite }) {
  const client = useQueryClient();
  const now = useNow(60_000);
  const withdraw = useMutation({
    mutationFn: () => call(auth.deleteInvite, { params: { id: invite.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invites'] }),
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <li className="flex flex-wrap items-center gap-3 py-3.5 last:pb-0">
      <div className="grid min-w-0 flex-1 basis-48 gap-0.5">
        <span className="font-semibold wrap-anywhere">{invite.email}</span>
        <span className="text-ink-soft">
          {invite.role === 'admin' ? t`Administrator` : t`Member`} ·{' '}
          <Trans>link ends {relativeTime(Date.parse(invite.expires_at), now)}</Trans>
        </span>
      </div>
      <Button busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
        <Trans>Withdraw</Trans>
      </Button>
    </li>
  );
}

function PendingInvites() {
  const { data = [] } = useQuery(invitesQuery);
  if (data.length === 0) return null;
  return (
    <Card>
      <h2 className="pb-1 text-base font-semibold">
        <Trans>Invited, not joined yet</Trans>
      </h2>
      <ul className="divide-y">
        {data.map((invite) => (
          <InviteRow key={invite.id} invite={invite} />
        ))}
      </ul>
    </Card>
  );
}

function LocalMembers() {
  const me = useMe();
  const [inviting, setInviting] = useState(false);
  const { data, error, isPending } = useQuery(membersQuery);
  return (
    <Page
      title={t`People`}
      intro={t`Members see the cameras. Administrators also manage nodes, people and settings.`}
      action={
        <Button look="primary" onClick={() => setInviting(true)}>
          <UserPlus size={18} aria-hidden="true" />
          <Trans>Invite somebody</Trans>
        </Button>
      }
    >
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? null : (
        <Card className="py-1">
          <ul className="divide-y">
            {data.map((member) => (
              <MemberRow key={member.id} member={member} isMe={member.id === me.user_id} />
            ))}
          </ul>
        </Card>
      )}
      <PendingInvites />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </Page>
  );
}

/** People of this place; with an outside sign-in service they are managed there. */
export function MembersPage() {
  const { identity } = useSession();
  if (identity.kind === 'local') return <LocalMembers />;
  return (
    <Page title={t`People`}>
      <Banner tone="info">
        <Trans>People and roles of this place are managed in your organisation’s sign-in service.</Trans>
      </Banner>
    </Page>
  );
}
