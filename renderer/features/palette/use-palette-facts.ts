import { useQuery } from '@tanstack/react-query';
import { incidents } from '../../../server/contract/incidents/incidents.ts';
import { call } from '../../api/client.ts';
import { camerasQuery, KEYS, snoozesQuery } from '../../api/queries.ts';
import { formats } from '../../hooks/format.ts';
import { useTheme } from '../../hooks/theme.ts';
import { useNow } from '../../hooks/time.ts';
import { useMe, useSession } from '../../session/session-context.ts';
import { quietUntil, untilWords } from '../inbox/snooze/quiet.ts';
import type { PaletteFacts } from './items/palette-items.ts';

/** So many incidents can be found by typing. */
const INCIDENTS_MOST = 50;

const recentQuery = {
  queryKey: [KEYS.incidents, 'palette'],
  queryFn: async () =>
    (await call(incidents.list, { query: { limit: INCIDENTS_MOST, offset: 0 } })).incidents,
};

/** Everything the palette lists, as it is now. What cannot be asked for is left out. */
export function usePaletteFacts(): PaletteFacts {
  const { is_admin: isAdmin } = useMe();
  const { identity } = useSession();
  const theme = useTheme();
  const now = useNow(60_000);
  const { data: cameras = [] } = useQuery(camerasQuery);
  const { data: quiet = [] } = useQuery(snoozesQuery);
  const { data: recent = [] } = useQuery({ ...recentQuery, enabled: isAdmin });
  return {
    isAdmin,
    local: identity.kind === 'local',
    theme,
    now,
    incidents: recent,
    cameras: cameras.toSorted((a, b) => formats.compare(a.name, b.name)),
    quietUntil: (cameraId) => {
      // Without its group: a snooze of that is not ended from here.
      const until = quietUntil(quiet, { camera_id: cameraId, group_id: null }, now);
      return until === null ? null : untilWords(until, now);
    },
  };
}
