import { notifyManager, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { sentinel } from '../../../../server/contract/agents/sentinel.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { type SentinelAnswer, sentinelQuery } from '../sentinel-queries.ts';
import { type Change, withChanges } from './change.ts';

/**
 * The rules with every change under way shown already. Each change is one request, sent after the one before; one
 * that fails disappears again with a message.
 */
export function useRules({ config }: SentinelAnswer) {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<readonly Change[]>([]);
  const { mutate } = useMutation({
    scope: { id: 'sentinel-rules' },
    mutationFn: (wanted: Change) => {
      const held = client.getQueryData(sentinelQuery.queryKey)?.config ?? config;
      return call(sentinel.change, { body: wanted(held) });
    },
    onSuccess: async ({ config: saved }) => {
      // An answer that is on its way was given before this change.
      await client.cancelQueries({ queryKey: sentinelQuery.queryKey });
      client.setQueryData(sentinelQuery.queryKey, (old) => old && { ...old, config: saved });
    },
    onError: (error) => {
      toast.error(messageOf(error));
      void client.invalidateQueries({ queryKey: sentinelQuery.queryKey });
    },
    // In the queue of the cache, so that what was saved is on the page before the change stops covering it.
    onSettled: (_answer, _error, settled) =>
      notifyManager.schedule(() => setWaiting((changes) => changes.filter((other) => other !== settled))),
  });
  const change = (wanted: Change) => {
    setWaiting((changes) => [...changes, wanted]);
    mutate(wanted);
  };
  return { rules: withChanges(config, waiting), change };
}
