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
          Set up mail
        </Link>
      }
    >
      {enabled
        ? `None of these leave at present. ${problem ?? ''}`
        : 'Mail is off, so none of these are sent.'}{' '}
      You can choose already; your choice is kept.
    </Banner>
  );
}
