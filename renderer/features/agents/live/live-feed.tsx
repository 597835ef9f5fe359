// The list scrolls, so the keyboard must reach it; reading it by pointer or keyboard holds it still.
/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ArrowUp, Pause } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { ToolCall } from '../../../../server/contract/agents/activity.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { useNow } from '../../../hooks/time.ts';
import { FEED_MOST, recentCallsQuery } from '../agent-queries.ts';
import { CallRow } from './call-row.tsx';
import { countNew, mergeCalls } from './live-calls.ts';
import { useToolCalls } from './use-tool-calls.ts';

/** Rows come at most four times a second, however busy the agents are. */
const SHOW_EVERY_MS = 250;
const NONE: readonly ToolCall[] = [];

type Reason = 'pointer' | 'keyboard' | 'scrolled';

/** Holds the list still while somebody reads it: pointer over it, keyboard in it, or scrolled away from the top. */
function useHold(calls: readonly ToolCall[]) {
  const reasons = useRef(new Set<Reason>());
  const [held, setHeld] = useState<readonly ToolCall[] | null>(null);
  const mark = (reason: Reason, on: boolean) => {
    if (on) reasons.current.add(reason);
    else reasons.current.delete(reason);
    setHeld((old) => (reasons.current.size === 0 ? null : (old ?? calls)));
  };
  const release = () => {
    reasons.current.clear();
    setHeld(null);
  };
  return { held, mark, release };
}

function Waiting({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="inline-flex items-center gap-1.5 text-ink-soft">
        <Pause size={16} aria-hidden="true" />
        <Trans>Paused</Trans>
      </span>
      {count === 0 ? null : (
        <Button onClick={onShow}>
          <ArrowUp size={16} aria-hidden="true" />
          {plural(count, { one: '# new', other: '# new' })}
        </Button>
      )}
    </span>
  );
}

function useCalls() {
  const recent = useQuery(recentCallsQuery);
  const [told, setTold] = useState<readonly ToolCall[]>(NONE);
  useToolCalls(SHOW_EVERY_MS, (calls) => setTold((old) => [...old, ...calls].slice(-FEED_MOST)));
  const calls = useMemo(() => mergeCalls(recent.data ?? NONE, told), [recent.data, told]);
  return { calls, error: recent.error, isPending: recent.isPending };
}

/** Tool calls as they end, the newest on top. `empty` is shown before the first one. */
export function LiveFeed({ empty }: { readonly empty: ReactNode }) {
  const { calls, error, isPending } = useCalls();
  const { held, mark, release } = useHold(calls);
  const list = useRef<HTMLElement>(null);
  const now = useNow(60_000);
  const shown = held ?? calls;
  const show = () => {
    list.current?.scrollTo({ top: 0 });
    release();
  };
  return (
    <Card className="grid content-start gap-3">
      <div className="-mt-2 flex min-h-10 flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">
          <Trans>Live calls</Trans>
        </h2>
        {held === null ? (
          <span className="text-ink-soft">
            {calls.length === 0 ? '' : t`last ${calls.length}, newest on top`}
          </span>
        ) : (
          <Waiting count={countNew(calls, held)} onShow={show} />
        )}
      </div>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {isPending ? <Loading /> : null}
      {!isPending && shown.length === 0 ? empty : null}
      {shown.length === 0 ? null : (
        <section
          ref={list}
          aria-label={t`Tool calls`}
          tabIndex={0}
          className="relative max-h-[30rem] overflow-y-auto rounded-sm pr-1 -outline-offset-2"
          onPointerEnter={() => mark('pointer', true)}
          onPointerLeave={() => mark('pointer', false)}
          onFocus={({ target }) => mark('keyboard', target.matches(':focus-visible'))}
          onBlur={() => mark('keyboard', false)}
          onScroll={({ currentTarget }) => mark('scrolled', currentTarget.scrollTop > 8)}
        >
          <ol>
            {shown.map((call) => (
              <CallRow key={call.id} call={call} now={now} />
            ))}
          </ol>
        </section>
      )}
    </Card>
  );
}
