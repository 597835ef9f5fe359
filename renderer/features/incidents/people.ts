import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { membersQuery } from '../../api/queries.ts';
import { useMe, useSession } from '../../session/session-context.ts';

/** Names by user id, as far as this installation knows them. */
export function usePeople(): ReadonlyMap<string, string> {
  const { identity } = useSession();
  const me = useMe();
  // With a sign-in service the members are kept there.
  const { data } = useQuery({ ...membersQuery, enabled: identity.kind === 'local' });
  const { user_id: myId } = me;
  const myName = me.name || me.email || t`you`;
  return useMemo(
    () =>
      new Map([
        ...(data ?? []).map(({ id, name, email }) => [id, name || email] as const),
        [myId, myName] as const,
      ]),
    [data, myId, myName],
  );
}
