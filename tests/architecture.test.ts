// The repository keeps its own rules, and every rule can fail: it is shown repositories in memory that break it.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importRules } from './architecture/import-rules.ts';
import { serverRules } from './architecture/server-rules.ts';
import { shapeRules } from './architecture/shape-rules.ts';
import { plantedTree, readTree } from './architecture/source-tree.ts';

const repository = readTree(join(import.meta.dirname, '..'));

describe.each([...importRules, ...serverRules, ...shapeRules])('$name', ({ check, broken, kept }) => {
  it('holds in this repository', () => {
    expect(check(repository)).toEqual([]);
  });

  it.each(broken)('notices planted violation %#', (files) => {
    expect(check(plantedTree(files))).not.toEqual([]);
  });

  it('leaves the lawful alone', () => {
    expect(check(plantedTree(kept))).toEqual([]);
  });
});

it('looks at every room that exists', () => {
  const rooms = new Set(repository.sources.map(({ path }) => path.split('/', 1)[0]));
  expect([...rooms]).toEqual(expect.arrayContaining(['electron', 'renderer', 'scripts', 'server', 'tests']));
});
