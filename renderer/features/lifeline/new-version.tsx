import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { pageVersion, useServerVersion } from './server-version.ts';

/** Offers a reload in a tab whose page is of another version than the server; nobody is forced. */
export function NewVersion() {
  const server = useServerVersion();
  const [later, setLater] = useState<string | null>(null);
  const page = pageVersion();
  if (server === null || page === null || server === page || later === server) return null;
  return (
    <Banner
      tone="info"
      action={
        <div className="flex gap-2">
          <Button look="primary" onClick={() => location.reload()}>
            <Trans>Reload</Trans>
          </Button>
          <Button look="quiet" onClick={() => setLater(server)}>
            <Trans>Later</Trans>
          </Button>
        </div>
      }
    >
      <Trans>
        Sentinel was updated to version {server}. This page is still of version {page}: reload it when it
        suits you.
      </Trans>
    </Banner>
  );
}
