import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { MailSettings } from '../../../../server/contract/notifications/email.ts';
import { Banner } from '../../../components/banner.tsx';

/** Says that chosen mails do not leave at present, and where to change that. */
export function MailOffStrip({ settings }: { readonly settings: MailSettings }) {
  const { enabled, problem } = settings;
  if (enabled && problem === null) return null;
  return (
    <Banner
      tone="warn"
      action={
        <Link to="/settings/mail" className="font-medium text-accent underline">
          {problem === null ? <Trans>Open Mail</Trans> : <Trans>Set up mail</Trans>}
        </Link>
      }
    >
      {enabled ? (
        <Trans>None of these leave at present. {problem} You can choose already; your choice is kept.</Trans>
      ) : (
        <Trans>Mail is off, so none of these are sent. You can choose already; your choice is kept.</Trans>
      )}
    </Banner>
  );
}
