import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, ShieldPlus } from 'lucide-react';
import { useState } from 'react';
import { inbox } from '../../../../server/contract/notifications/inbox.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { readStored, writeStored } from '../../../hooks/storage.ts';
import { useMe } from '../../../session/session-context.ts';
import { promotionKey, wasAsked } from './promotion-note.ts';

/** Asks the administrators for their rights, once; a request that was sent stays sent across reloads. */
export function AskForRights() {
  const { org_id: orgId, user_id: userId } = useMe();
  const key = promotionKey(orgId, userId);
  const [asked, setAsked] = useState(() => wasAsked(readStored(key), Date.now()));
  const request = useMutation({
    mutationFn: () => call(inbox.requestPromotion),
    onSuccess: () => {
      writeStored(key, Date.now());
      setAsked(true);
    },
  });
  if (asked) {
    return (
      <output className="flex items-start gap-3">
        <CircleCheck size={20} aria-hidden="true" className="mt-px shrink-0 text-live" />
        <span>
          <strong className="block font-semibold">
            <Trans>Request sent</Trans>
          </strong>
          <span className="text-ink-soft">
            <Trans>The administrators have been told. They decide.</Trans>
          </span>
        </span>
      </output>
    );
  }
  return (
    <div className="grid gap-3">
      <p className="text-ink-soft">
        <Trans>Are you the one who sets up the cameras? Ask an administrator for the rights to do it.</Trans>
      </p>
      {request.isError ? <Banner tone="bad">{messageOf(request.error)}</Banner> : null}
      <Button busy={request.isPending} onClick={() => request.mutate()} className="justify-self-start">
        <ShieldPlus size={18} aria-hidden="true" />
        {request.isPending ? t`Sending…` : t`Request administrator rights`}
      </Button>
    </div>
  );
}
