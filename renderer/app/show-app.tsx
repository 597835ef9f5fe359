import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followFocus } from '../hooks/focus-return.ts';
import { App } from './app.tsx';

/** Draws the dashboard into the page; the language must be there already. */
export function showApp(): void {
  followFocus();
  const root = document.querySelector('#root');
  if (root === null) throw new Error('The page has no #root element');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <App />
      </I18nProvider>
    </StrictMode>,
  );
}
