import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { IntegrationKey } from '../../../../server/contract/integration/integration.ts';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/page.tsx';
import { agoTime, useNow } from '../../../hooks/time.ts';
import { lastUsedWords } from '../../agents/keys/key-words.ts';

interface Props {
  readonly keys: readonly IntegrationKey[];
  readonly onRevoke: (key: IntegrationKey) => void;
}

/** Keys that work: when they were made and used, and the way to end them. */
export function KeyList({ keys, onRevoke }: Props) {
  const now = useNow(30_000);
  return (
    <Card className="grid gap-1">
      <h2 className="text-base font-semibold">
        <Trans>Keys</Trans>
      </h2>
      <ul className="grid divide-y" aria-label={t`Keys`}>
        {keys.map((key) => (
          <li
            key={key.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 last:pb-0"
          >
            <div className="grid min-w-0 flex-1 basis-56 gap-1">
              <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{key.name}</span>
              <span className="text-ink-soft">
                <Trans>Made {agoTime(Date.parse(key.created_at), now)}</Trans>
                {` · ${lastUsedWords(key, now)}`}
              </span>
            </div>
            <Button aria-label={t`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
              <Trans>Revoke</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
