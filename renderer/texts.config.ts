import type { LinguiPluginOpts } from '@lingui/vite-plugin';

/**
 * How texts are built in, for the pages and for tests. The English text stays in the page that says it (`message`), so
 * English needs no catalogue; a text without a translation stops the build.
 */
export const texts: LinguiPluginOpts = {
  configPath: `${import.meta.dirname}/lingui.config.ts`,
  failOnMissing: true,
  failOnCompileError: true,
  macroTransform: { macro: { descriptorFields: 'message' } },
};
