import type { Tree } from './source-tree.ts';

/** One rule of the architecture, with a repository in memory that breaks it and one that keeps it. */
export interface Rule {
  name: string;
  /** One line for each violation, starting with `path:` or `path:line:`. */
  check: (tree: Tree) => string[];
  /** Each breaks the rule by itself. */
  broken: Record<string, string>[];
  kept: Record<string, string>;
}
