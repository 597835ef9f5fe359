import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** One catalogue a part of the dashboard, so that a page loads only what it says. */
const AREAS = {
  frame: [
    'app',
    'api',
    'components',
    'hooks',
    'session',
    ...['auth', 'events', 'frame', 'inbox', 'lifeline', 'members', 'nodes', 'palette'].map(featureFolder),
  ],
  wall: ['motion', 'player', 'test-hls', 'wall'].map(featureFolder),
  settings: ['admin', 'settings'].map(featureFolder),
  agents: ['agents', 'incidents', 'sentinel'].map(featureFolder),
  help: ['docs', 'public'].map(featureFolder),
};

function featureFolder(name: string): string {
  return `features/${name}`;
}

export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: 'en',
  // English stands in the pages themselves and needs no catalogue.
  locales: ['de'],
  catalogs: Object.entries(AREAS).map(([area, folders]) => ({
    path: `<rootDir>/locales/{locale}/${area}`,
    include: folders.map((folder) => `<rootDir>/${folder}`),
  })),
  // Line numbers would change the catalogues with every edit of a page.
  format: formatter({ lineNumbers: false }),
});
