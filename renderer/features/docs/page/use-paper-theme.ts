import { useEffect } from 'react';
import { applyTheme } from '../../../hooks/theme.ts';

/** Prints in the light theme, whatever the screen shows. */
export function usePaperTheme(): void {
  useEffect(() => {
    const toPaper = () => {
      document.documentElement.dataset['theme'] = 'light';
    };
    addEventListener('beforeprint', toPaper);
    addEventListener('afterprint', applyTheme);
    return () => {
      removeEventListener('beforeprint', toPaper);
      removeEventListener('afterprint', applyTheme);
    };
  }, []);
}
