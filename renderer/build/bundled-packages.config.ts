import type { Plugin } from 'vite';

/** From the outermost `node_modules` to the folder of the innermost package: `node_modules/a/node_modules/@b/c`. */
const PACKAGE = /node_modules\/(?:.+\/node_modules\/)?(?:@[^/]+\/)?[^/?]+/;

/**
 * Writes `packages.json` beside the page: folders of the packages whose code really is in what browsers load. The list
 * of licences is made from it.
 */
export function bundledPackages(): Plugin {
  return {
    name: 'bundled-packages',
    apply: 'build',
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const part of Object.values(bundle)) {
        if (part.type !== 'chunk') continue;
        for (const [id, { renderedLength }] of Object.entries(part.modules)) {
          const folder = PACKAGE.exec(id.replaceAll('\\', '/'))?.[0];
          if (folder !== undefined && renderedLength > 0) folders.add(folder);
        }
      }
      this.emitFile({
        type: 'asset',
        fileName: 'packages.json',
        source: `${JSON.stringify([...folders].toSorted())}\n`,
      });
    },
  };
}
