import { SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '../components/page.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <EmptyState heading="h1" icon={<SearchX size={36} />} title="This page does not exist">
      <p>The address may be old or mistyped.</p>
      <Link to="/" className="font-medium text-accent underline">
        Back to the cameras
      </Link>
    </EmptyState>
  );
}
