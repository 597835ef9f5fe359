import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { networkQuery } from '../../../api/queries.ts';
import { CopyText } from '../../../components/copy-text.tsx';

/** The server's address by name, where the network knows one. */
export function NameAddress() {
  const { data } = useQuery(networkQuery);
  if (typeof data?.local_url !== 'string') return null;
  return (
    <div className="grid gap-1.5">
      <CopyText label={t`Server address by name`} text={data.local_url} />
      <p className="text-sm text-ink-soft">
        <Trans>
          It stays the same when the server gets another number in the network. Older systems do not find such
          names; the number always works.
        </Trans>
      </p>
    </div>
  );
}
