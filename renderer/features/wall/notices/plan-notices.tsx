import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { planQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { useNow } from '../../../hooks/time.ts';
import { PlanLink } from './plan-link.tsx';
import { cameraLimitWords, pastDueWords } from './plan-words.ts';

const EVERY_MS = 60_000;

/** What administrators must know about payment and room for cameras, above the wall. */
export function PlanNotices() {
  const now = useNow(EVERY_MS);
  const { data } = useQuery({ ...planQuery, refetchInterval: EVERY_MS });
  if (data === undefined) return null;
  const due = pastDueWords(data, now);
  const room = cameraLimitWords(data);
  return (
    <>
      {due === null ? null : (
        <Banner
          tone={due.tone}
          action={
            <PlanLink>
              <Trans>Go to billing</Trans>
            </PlanLink>
          }
        >
          {due.text}
        </Banner>
      )}
      {room === null ? null : (
        <Banner
          tone={room.tone}
          action={
            <PlanLink>
              <Trans>See plans</Trans>
            </PlanLink>
          }
        >
          {room.text}
        </Banner>
      )}
    </>
  );
}
