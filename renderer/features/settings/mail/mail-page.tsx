import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Page } from '../../../components/page.tsx';
import { FixedMail } from './fixed-mail.tsx';
import { LinkAddress } from './link-address.tsx';
import { MailForm } from './mail-form.tsx';
import { mailSettingsQuery } from './mail-queries.ts';
import { MailSwitch } from './mail-switch.tsx';
import { TestMail } from './test-mail.tsx';

/** How mail leaves this installation. */
export function MailPage() {
  const { data, error, isPending } = useQuery(mailSettingsQuery);
  return (
    <Page
      title={t`Mail`}
      intro={t`How notifications leave this computer as mail.`}
      action={
        <Link to="/admin/mail" className="font-medium text-accent underline">
          <Trans>What was sent</Trans>
        </Link>
      }
    >
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? null : (
        <>
          <MailSwitch settings={data} />
          {data.source === 'environment' ? <FixedMail settings={data} /> : <MailForm settings={data} />}
          <TestMail />
        </>
      )}
      <LinkAddress />
    </Page>
  );
}
