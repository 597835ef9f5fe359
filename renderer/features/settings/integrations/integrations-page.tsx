import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { IntegrationKey } from '../../../../server/contract/integration/integration.ts';
import { messageOf } from '../../../api/errors.ts';
import { installationQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Page } from '../../../components/page.tsx';
import { serverAddress } from '../../agents/connect/client-lines.ts';
import { CreateKeyDialog, type CreatedKey, NewKeyDialog } from './create-key-dialog.tsx';
import { integrationKeysQuery } from './integration-queries.ts';
import { KeyList } from './key-list.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { SetupSteps } from './setup-steps.tsx';

type Open =
  | { readonly act: 'create' }
  | { readonly act: 'show'; readonly created: CreatedKey }
  | { readonly act: 'revoke'; readonly key: IntegrationKey };

interface DialogProps {
  readonly open: Open;
  readonly address: string;
  readonly onOpen: (open: Open | null) => void;
}

function OpenDialog({ open, address, onOpen }: DialogProps) {
  const close = () => onOpen(null);
  switch (open.act) {
    case 'create':
      return <CreateKeyDialog onClose={close} onCreated={(created) => onOpen({ act: 'show', created })} />;
    case 'show':
      return <NewKeyDialog created={open.created} address={address} onClose={close} />;
    case 'revoke':
      return <RevokeDialog integrationKey={open.key} onClose={close} />;
  }
}

/** Keys of Home Assistant, and how to connect it. */
export function IntegrationsPage() {
  const { data: keys = [], error, isPending } = useQuery(integrationKeysQuery);
  const { data: installation } = useQuery(installationQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const address = serverAddress(installation?.lan_urls, location.origin);
  const make = () => setOpen({ act: 'create' });
  return (
    <Page
      title={t`Integrations`}
      intro={t`Let Home Assistant show the cameras, notice motion and switch recording.`}
      action={
        keys.length === 0 ? undefined : (
          <Button look="primary" onClick={make}>
            <Plus size={18} aria-hidden="true" />
            <Trans>Make a key</Trans>
          </Button>
        )
      }
    >
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {keys.length === 0 ? null : <KeyList keys={keys} onRevoke={(key) => setOpen({ act: 'revoke', key })} />}
      <SetupSteps address={address} onMake={make} />
      {open === null ? null : <OpenDialog open={open} address={address} onOpen={setOpen} />}
    </Page>
  );
}
