import { lazy, Suspense } from 'react';
import { Loading } from '../../components/loading.tsx';

/** Each in a part of its own; none of them weighs on the first load of the dashboard. */
const PAGES = {
  welcome: lazy(async () => ({ default: (await import('./welcome/welcome-page.tsx')).WelcomePage })),
  pricing: lazy(async () => ({ default: (await import('./pricing/pricing-page.tsx')).PricingPage })),
  security: lazy(async () => ({ default: (await import('./security/security-page.tsx')).SecurityPage })),
  status: lazy(async () => ({ default: (await import('./status/status-page.tsx')).StatusPage })),
  legal: lazy(async () => ({ default: (await import('./legal/legal-layout.tsx')).LegalLayout })),
  terms: lazy(async () => ({ default: (await import('./legal/terms-page.tsx')).TermsPage })),
  privacy: lazy(async () => ({ default: (await import('./legal/privacy-page.tsx')).PrivacyPage })),
  licences: lazy(async () => ({ default: (await import('./legal/licences-page.tsx')).LicencesPage })),
};

/** One public page by its name. */
export function PublicPageOf({ name }: { readonly name: keyof typeof PAGES }) {
  const Page = PAGES[name];
  return (
    <Suspense fallback={<Loading />}>
      <Page />
    </Suspense>
  );
}
