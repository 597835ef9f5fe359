import { queryOptions, useQuery } from '@tanstack/react-query';
import { system } from '../../../../server/contract/system.ts';
import { call } from '../../../api/client.ts';
import { Banner } from '../../../components/banner.tsx';
import { clockOffset, clockWords } from './clock-offset.ts';

/** Clocks drift slowly; they are compared again when somebody comes back to the tab. */
const EVERY_MS = 600_000;
const FRESH_MS = 30_000;

const offsetQuery = queryOptions({
  queryKey: ['clock-offset'],
  queryFn: async () => {
    // Not the wall clock, which may be set in between.
    const sent = performance.now();
    const { time } = await call(system.detailed);
    return clockOffset(time, Date.now(), performance.now() - sent);
  },
  refetchInterval: EVERY_MS,
  staleTime: FRESH_MS,
});

/** Says so when the clocks of this device and of the server are far apart. */
export function ClockHint() {
  const { data } = useQuery(offsetQuery);
  const words = data === undefined ? null : clockWords(data);
  return words === null ? null : <Banner tone="warn">{words}</Banner>;
}
