import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { toast } from 'sonner';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { groups } from '../../../../server/contract/fleet/groups.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery, groupsQuery } from '../../../api/queries.ts';
import { SelectField } from '../../../components/field.tsx';

/** Puts the camera into a group, or into none. */
export function GroupSelect({ camera }: { readonly camera: Camera }) {
  const client = useQueryClient();
  const { data = [] } = useQuery(groupsQuery);
  const assign = useMutation({
    mutationFn: (groupId: number | null) =>
      call(groups.assign, {
        params: { camera_id: camera.camera_id },
        ...(groupId === null ? {} : { query: { group_id: groupId } }),
      }),
    onError: (error) => toast.error(messageOf(error)),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: camerasQuery.queryKey }),
        client.invalidateQueries({ queryKey: groupsQuery.queryKey }),
      ]),
  });
  if (data.length === 0) {
    return (
      <p className="text-ink-soft">
        <Trans>
          No groups yet.{' '}
          <Link to="/settings/groups" className="text-accent underline">
            Create one
          </Link>
        </Trans>
      </p>
    );
  }
  const shown = assign.isPending ? assign.variables : camera.group_id;
  return (
    <SelectField
      label={t`Group`}
      value={shown ?? ''}
      disabled={assign.isPending}
      onChange={({ target }) => assign.mutate(target.value === '' ? null : Number(target.value))}
    >
      <option value="">
        <Trans>None</Trans>
      </option>
      {data.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
