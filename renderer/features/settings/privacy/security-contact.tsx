import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { settings } from '../../../../server/contract/settings.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { AddressForm } from '../address-form.tsx';

const check = bodySchema(settings.setSecurityContact).shape.contact;

const contactQuery = queryOptions({
  queryKey: [KEYS.settings, 'security-contact'],
  queryFn: () => call(settings.securityContact),
});

/** Where somebody who finds a weakness can report it. */
export function SecurityContact() {
  const client = useQueryClient();
  const { data, error } = useQuery(contactQuery);
  const save = async (wanted: string) => {
    const answer = await call(settings.setSecurityContact, { body: { contact: wanted } });
    client.setQueryData(contactQuery.queryKey, answer);
    toast.success(answer.contact === null ? t`The contact was removed.` : t`The contact was saved.`);
    return answer.contact ?? '';
  };
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Security contact</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          If this server can be reached from outside, people who find a weakness look for an address in{' '}
          <code className="font-mono text-sm">/.well-known/security.txt</code>.
        </Trans>
      </p>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : (
        <AddressForm
          value={data.contact ?? ''}
          check={check}
          label={t`Contact address`}
          placeholder="https://example.com/contact"
          hint={t`Leave it empty to publish none.`}
          button={t`Save contact`}
          onSave={save}
        />
      )}
    </Card>
  );
}
