import './styles/app.css';
import { startLanguage } from './language/language.ts';

await startLanguage();
// Only now: texts are looked up while modules load.
const { showApp } = await import('./app/show-app.tsx');
showApp();
