import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { networkQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useMe } from '../../../session/session-context.ts';
import { phoneAddress } from './phone-address.ts';
import { QrCode } from './qr-code.tsx';

function Addresses() {
  const { is_admin: isAdmin } = useMe();
  const { data, isLoading } = useQuery({ ...networkQuery, enabled: isAdmin });
  const address = phoneAddress(data, location.origin);
  if (isLoading) return <Loading />;
  if (address === undefined) {
    return (
      <Banner tone="warn">
        {isAdmin ? (
          <Trans>
            Phones cannot reach this server now: its computer is in no network, or it accepts connections from
            itself only.
          </Trans>
        ) : (
          <Trans>Ask an administrator for the address of this server in your network.</Trans>
        )}
      </Banner>
    );
  }
  const byName = data?.local_url ?? null;
  return (
    <div className="grid min-w-0 gap-4">
      <QrCode text={address} label={t`QR code of ${address}`} />
      <CopyText label={t`Address`} text={address} />
      {byName === null || byName === address ? null : <CopyText label={t`Or by name`} text={byName} />}
    </div>
  );
}

/** Brings this dashboard to a phone in the same network. */
export function PhoneDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Open on your phone`}
      description={t`Point the camera of your phone here. The phone must be in the same network.`}
    >
      <Addresses />
    </Dialog>
  );
}
