import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { AgentKey } from '../../../../server/contract/agents/keys.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useNow } from '../../../hooks/time.ts';
import { agentKeysQuery } from '../agent-queries.ts';
import { KeyRow } from './key-row.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

interface Props {
  readonly onMake: () => void;
  readonly onRevoked: (key: AgentKey) => void;
}

/** Keys that work, or worked until they expired. */
export function KeyList({ onMake, onRevoked }: Props) {
  const { data, error, isPending } = useQuery(agentKeysQuery);
  const [ending, setEnding] = useState<AgentKey | null>(null);
  const now = useNow(30_000);
  return (
    <div className="grid gap-2">
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data?.length === 0 ? (
        <p className="max-w-prose text-ink-soft">
          <Trans>
            No agent has a key yet. A key says what an agent may do and which cameras it may see; without one
            it learns nothing.
          </Trans>
        </p>
      ) : null}
      <ul className="grid divide-y empty:hidden" aria-label={t`Keys`}>
        {(data ?? []).map((key) => (
          <KeyRow key={key.id} agentKey={key} now={now} onRevoke={() => setEnding(key)} />
        ))}
      </ul>
      <Button className="justify-self-start" onClick={onMake}>
        <Plus size={18} aria-hidden="true" />
        <Trans>Make a key</Trans>
      </Button>
      {ending === null ? null : (
        <RevokeDialog agentKey={ending} onClose={() => setEnding(null)} onRevoked={() => onRevoked(ending)} />
      )}
    </div>
  );
}
