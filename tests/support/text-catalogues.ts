import { fileURLToPath } from 'node:url';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';

/** One part of the dashboard with its texts. */
export interface TextCatalogue {
  readonly area: string;
  /** Translations by id, as they stand in the file. */
  readonly kept: ReadonlyMap<string, { readonly message: string; readonly translation: string }>;
  /** Ids of the texts that the source says now. Takes seconds. */
  readonly said: () => Promise<ReadonlySet<string>>;
}

const CONFIG = fileURLToPath(new URL('../../renderer/lingui.config.ts', import.meta.url));

/** The catalogues of one language. */
export async function textCatalogues(language: string): Promise<readonly TextCatalogue[]> {
  const catalogues = await getCatalogs(getConfig({ configPath: CONFIG }));
  return Promise.all(
    catalogues.map(async (catalogue) => {
      const kept = Object.entries((await catalogue.read(language)) ?? {});
      return {
        area: catalogue.path.split('/').at(-1) ?? '',
        kept: new Map(
          kept.map(([id, { message = '', translation = '' }]) => [id, { message, translation }] as const),
        ),
        said: async () => new Set(Object.keys((await catalogue.collect({})) ?? {})),
      };
    }),
  );
}
