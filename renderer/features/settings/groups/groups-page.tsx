import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderOpen, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { CameraGroup } from '../../../../server/contract/fleet/groups.ts';
import { groups } from '../../../../server/contract/fleet/groups.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery, groupsQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button, IconButton } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { GroupMark } from '../../../components/data/group-mark.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, EmptyState, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { GroupDialog } from './group-dialog.tsx';

function DeleteGroup({ group, onClose }: { readonly group: CameraGroup; readonly onClose: () => void }) {
  const client = useQueryClient();
  const { data: cameras = [] } = useQuery(camerasQuery);
  const members = cameras.filter((camera) => camera.group_id === group.id).map(({ name }) => name);
  const remove = useMutation({
    mutationFn: () => call(groups.delete, { params: { group_id: group.id } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: groupsQuery.queryKey });
      void client.invalidateQueries({ queryKey: camerasQuery.queryKey });
      onClose();
    },
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Delete the group ${group.name}?`}
      action={t`Delete group`}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        {members.length === 0
          ? t`It holds no cameras.`
          : t`These cameras stay and then belong to no group: ${formats.list(members)}.`}
      </p>
    </ConfirmDialog>
  );
}

function GroupRow({ group, onDelete }: { readonly group: CameraGroup; readonly onDelete: () => void }) {
  const { name, icon, color, camera_count: count } = group;
  return (
    <li className="flex items-center gap-3.5 py-3">
      <GroupMark name={name} icon={icon} color={color} />
      <div className="grid min-w-0 flex-1">
        <span className="truncate font-semibold">{name}</span>
        <span className="text-ink-soft">{plural(count, { one: '# camera', other: '# cameras' })}</span>
      </div>
      <IconButton label={t`Delete the group ${name}`} onClick={onDelete}>
        <Trash2 size={18} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

/** Groups of cameras, by which the wall can be filtered. */
export function GroupsPage() {
  const { data, error, isPending } = useQuery(groupsQuery);
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<CameraGroup | null>(null);
  const add = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus size={18} aria-hidden="true" />
      <Trans>New group</Trans>
    </Button>
  );
  return (
    <Page
      title={t`Camera groups`}
      intro={t`Show only the shop floor, or only the yard: groups filter the wall. A camera is put into a group on its own page.`}
      action={data?.length === 0 ? undefined : add}
    >
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data?.length === 0 ? (
        <EmptyState icon={<FolderOpen size={36} />} title={t`No groups yet`}>
          <p>
            <Trans>
              With a handful of cameras you can do without. With more, groups keep the wall readable.
            </Trans>
          </p>
          {add}
        </EmptyState>
      ) : null}
      {data === undefined || data.length === 0 ? null : (
        <Card className="py-2">
          <ul className="divide-y" aria-label={t`Camera groups`}>
            {data.map((group) => (
              <GroupRow key={group.id} group={group} onDelete={() => setDeleting(group)} />
            ))}
          </ul>
        </Card>
      )}
      {creating ? <GroupDialog onClose={() => setCreating(false)} /> : null}
      {deleting === null ? null : <DeleteGroup group={deleting} onClose={() => setDeleting(null)} />}
    </Page>
  );
}
