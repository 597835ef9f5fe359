import { t } from '@lingui/core/macro';
import { CloudOff } from 'lucide-react';
import { messageOf, UnreachableError } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/page.tsx';

interface Props {
  readonly error: unknown;
  readonly retrying: boolean;
  readonly onRetry: () => void;
}

/** Instead of the wall, when not even the list of cameras could be had. It is asked for again by itself, too. */
export function WallTrouble({ error, retrying, onRetry }: Props) {
  const unreachable = error instanceof UnreachableError;
  return (
    <EmptyState
      heading="h1"
      icon={<CloudOff size={36} />}
      title={unreachable ? t`Waiting for the server` : t`The cameras could not be loaded`}
    >
      <p role={unreachable ? undefined : 'alert'}>{messageOf(error)}</p>
      <Button busy={retrying} onClick={onRetry}>
        {retrying ? t`Trying…` : t`Try again`}
      </Button>
    </EmptyState>
  );
}
