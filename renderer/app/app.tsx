import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { BrowserRouter } from 'react-router';
import { Toaster } from 'sonner';
import { connection } from '../api/connection.ts';
import { ApiError } from '../api/errors.ts';
import { useTheme } from '../hooks/theme.ts';
import { SessionProvider } from '../session/session-provider.tsx';
import { AppRoutes } from './routes.tsx';

/** Toasts in the dashboard's own tokens. */
const TOAST_LOOK = {
  fontFamily: 'inherit',
  '--normal-bg': 'var(--surface-1)',
  '--normal-text': 'var(--ink)',
  '--normal-border': 'var(--line-strong)',
} as CSSProperties;

const TOAST_PARTS = {
  title: 'font-semibold',
  description: 'text-ink-soft!',
  actionButton: 'bg-accent! text-accent-ink!',
  closeButton: 'bg-surface-1! text-ink! border-line-strong!',
};

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only silence is worth another try.
      retry: (count, error) => !(error instanceof ApiError) && count < 2,
      retryDelay: 1500,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
connection.onRecovered(() => void client.invalidateQueries());

/** The whole dashboard with everything it needs around it. */
export function App() {
  const theme = useTheme();
  return (
    <QueryClientProvider client={client}>
      {/* A page that has to be fetched says so at once, instead of leaving a click without an answer. */}
      <BrowserRouter useTransitions={false}>
        <SessionProvider>
          <AppRoutes />
        </SessionProvider>
      </BrowserRouter>
      <Toaster
        theme={theme}
        position="bottom-right"
        closeButton
        offset={16}
        // Above the bar at the bottom of a phone.
        mobileOffset={{ bottom: 84, left: 12, right: 12 }}
        style={TOAST_LOOK}
        toastOptions={{ classNames: TOAST_PARTS }}
      />
    </QueryClientProvider>
  );
}
