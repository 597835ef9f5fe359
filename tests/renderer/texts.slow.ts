import { expect, it } from 'vitest';
import { textCatalogues } from '../support/text-catalogues.ts';

it('catalogues hold what the dashboard says, and nothing else; `npm run texts` brings them there', async () => {
  for (const { area, kept, said } of await textCatalogues('de')) {
    const now = await said();
    expect({
      area,
      unknown: [...now].filter((id) => !kept.has(id)),
      gone: [...kept].filter(([id]) => !now.has(id)).map(([, { message }]) => message),
    }).toEqual({ area, unknown: [], gone: [] });
  }
});
