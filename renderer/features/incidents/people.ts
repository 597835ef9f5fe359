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
  return useMemo(
    () =>
      new Map([
        ...(data ?? []).map(({ id, name, email }) => [id, name || email] as const),
        [me.user_id, me.name || me.email || 'you'] as const,
      ]),
    [data, me.user_id, me.name, me.email],
  );
}
