import type { Plugin, Rolldown } from 'vite';

/** These packages hold far more than a page uses of them: their parts belong where they are used. */
const PICKED_FROM = /[/\\]node_modules[/\\](lucide-react|radix-ui|@radix-ui|zod)[/\\]/;
const REACT = /[/\\]node_modules[/\\](react|react-dom|scheduler)[/\\]/;
const ICONS = /[/\\]node_modules[/\\]lucide-react[/\\]/;
const ENTRY = /[/\\]renderer[/\\]main\.tsx$/;
const START = /[/\\]app[/\\]show-app\.tsx$/;

/**
 * What every page loads before it shows anything, as one file: some eighty small ones compress worse and take many
 * turns on a plain connection.
 */
export function firstLoad(): Plugin {
  let first: ReadonlySet<string> = new Set();
  return {
    name: 'first-load',
    apply: 'build',
    buildEnd() {
      const closure = (start: RegExp, without: ReadonlySet<string>): Set<string> => {
        const found = new Set<string>();
        const add = (id: string): void => {
          if (found.has(id) || without.has(id) || PICKED_FROM.test(id)) return;
          found.add(id);
          for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported);
        };
        for (const id of this.getModuleIds()) if (start.test(id)) add(id);
        return found;
      };
      // What chooses the language runs before anything else of the page.
      first = closure(START, closure(ENTRY, new Set()));
    },
    outputOptions(options): Rolldown.OutputOptions {
      const groups = [
        // Below the icons, which need it, and the pages, which need both.
        { name: 'react', test: REACT },
        { name: 'icons', test: ICONS, minShareCount: 2 },
        { name: 'first-load', test: (id: string) => first.has(id) },
      ];
      return { ...options, codeSplitting: { includeDependenciesRecursively: false, groups } };
    },
  };
}
