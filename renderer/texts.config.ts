import { getConfig } from '@lingui/conf';
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import type { PluginOption } from 'vite';

const config = { configPath: `${import.meta.dirname}/lingui.config.ts` };

/**
 * How texts are built in, for the pages and for tests. The English text stays in the page that says it (`message`), so
 * English needs no catalogue; a text without a translation stops the build. The plugin's own, quicker way of reading
 * the macros is a native part that npm leaves out on a system with Node 20.
 */
export function texts(): PluginOption {
  process.env['LINGUI_SUPPRESS_BABEL_WARNING'] = '1';
  return [
    lingui({ ...config, failOnMissing: true, failOnCompileError: true }),
    babel({
      presets: [
        linguiTransformerBabelPreset(
          { descriptorFields: 'message', linguiConfig: getConfig(config) },
          config,
        ),
      ],
    }),
  ];
}
