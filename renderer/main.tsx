import './styles/app.css';
import { applyTheme } from './hooks/theme.ts';
import { startLanguage } from './language/language.ts';

applyTheme();
await startLanguage();
// Only now: texts are looked up while modules load.
const { showApp } = await import('./app/show-app.tsx');
showApp();
