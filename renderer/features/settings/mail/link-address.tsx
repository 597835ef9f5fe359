import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { mailSetup } from '../../../../server/contract/notifications/email.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { AddressForm } from '../address-form.tsx';
import { linkAddressQuery } from './mail-queries.ts';

const check = bodySchema(mailSetup.setLinkAddress).shape.address;

/** The address that links in mails, webhooks and invitations begin with. */
export function LinkAddress() {
  const client = useQueryClient();
  const { data, error } = useQuery(linkAddressQuery);
  const save = async (wanted: string) => {
    const { address } = await call(mailSetup.setLinkAddress, { body: { address: wanted } });
    await client.invalidateQueries({ queryKey: linkAddressQuery.queryKey });
    toast.success(t`The address of links was saved.`);
    return address;
  };
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Address used in links</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Buttons in mails and links in invitations lead to this dashboard. Whoever reads them must be able to
          open the address, on a phone at home, too.
        </Trans>
      </p>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : (
        <>
          <p>
            {data.source === 'network' ? (
              <Trans>
                Links begin with <strong className="break-all">{data.in_use}</strong> (this computer in your
                network).
              </Trans>
            ) : (
              <Trans>
                Links begin with <strong className="break-all">{data.in_use}</strong>.
              </Trans>
            )}
          </p>
          {data.source === 'environment' ? (
            <Banner tone="info">
              <Trans>
                Set where the server is started, by <code className="font-mono">FRONTEND_URL</code>, and
                therefore not changeable here.
              </Trans>
            </Banner>
          ) : (
            <AddressForm
              value={data.address}
              check={check}
              label={t`Address of this dashboard`}
              placeholder="https://cameras.example.com"
              hint={t`Leave it empty to use this computer’s address in your network.`}
              button={t`Save address`}
              onSave={save}
            />
          )}
        </>
      )}
    </Card>
  );
}
