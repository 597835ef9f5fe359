import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { NetworkFacts } from '../../../../server/contract/system.ts';
import { networkQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { FirewallSteps } from './firewall-steps.tsx';

interface FirewallBannerProps {
  readonly tone: 'info' | 'warn';
  readonly facts: NetworkFacts;
  readonly children: ReactNode;
}

function FirewallBanner({ tone, facts, children }: FirewallBannerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Banner
      tone={tone}
      action={
        <Button onClick={() => setOpen(true)}>
          <Trans>Open the firewall</Trans>
        </Button>
      }
    >
      {children}
      <Dialog open={open} onClose={() => setOpen(false)} title={t`Open the firewall`}>
        <FirewallSteps platform={facts.platform} port={facts.port} />
      </Dialog>
    </Banner>
  );
}

/** What may keep camera computers and phones from this server; nothing once one has come. */
export function NetworkHint() {
  const { data: facts } = useQuery(networkQuery);
  const [address] = facts?.lan_urls ?? [];
  if (facts?.reach === 'not_yet') {
    return (
      <FirewallBanner tone="info" facts={facts}>
        <Trans>
          No other device has connected to this server yet. If a camera computer or a phone cannot reach{' '}
          {address}, the firewall of this server’s computer is the usual reason.
        </Trans>
      </FirewallBanner>
    );
  }
  if (facts?.reach === 'blocked') {
    return (
      <FirewallBanner tone="warn" facts={facts}>
        <Trans>
          This server does not answer at {address}, its own address in the network. Other devices cannot reach
          it there either.
        </Trans>
      </FirewallBanner>
    );
  }
  if (facts?.reach === 'no_network') {
    return (
      <Banner tone="warn">
        <Trans>
          The computer of this server is in no network, so camera computers and phones cannot reach it.
        </Trans>
      </Banner>
    );
  }
  if (facts?.reach === 'this_computer_only') {
    return (
      <Banner tone="info">
        <Trans>
          This server accepts connections from its own computer only. For camera computers and phones, set
          HOST to 0.0.0.0 and restart it.
        </Trans>
      </Banner>
    );
  }
  return null;
}
