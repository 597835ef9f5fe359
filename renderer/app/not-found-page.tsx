import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '../components/page.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <EmptyState heading="h1" icon={<SearchX size={36} />} title={t`This page does not exist`}>
      <p>
        <Trans>The address may be old or mistyped.</Trans>
      </p>
      <Link to="/" className="font-medium text-accent underline">
        <Trans>Back to the cameras</Trans>
      </Link>
    </EmptyState>
  );
}
