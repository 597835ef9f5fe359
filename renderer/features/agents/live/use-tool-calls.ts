import { useEffect, useRef } from 'react';
import type { ToolCall } from '../../../../server/contract/agents/activity.ts';
import { eventStream } from '../../../api/events.ts';
import { coalesced } from '../../events/coalesce.ts';

/** Tells of tool calls as they end, several at once when many agents are busy. */
export function useToolCalls(everyMs: number, onCalls: (calls: readonly ToolCall[]) => void): void {
  const latest = useRef(onCalls);
  useEffect(() => {
    latest.current = onCalls;
  });
  useEffect(() => {
    let waiting: ToolCall[] = [];
    const round = coalesced(() => {
      const calls = waiting;
      waiting = [];
      latest.current(calls);
    }, everyMs);
    const stop = eventStream.onMessage((message) => {
      if (message.type !== 'tool_call') return;
      waiting.push(message);
      round.ask();
    });
    return () => {
      stop();
      round.stop();
    };
  }, [everyMs]);
}
