import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../server/config/config-schema.ts';
import { readText } from './documentation.ts';

/** Name → default as people write it; empty for variables without one. */
function schemaDefaults(): Map<string, string> {
  const defaults = new Map(Object.entries(environmentSchema.parse({})));
  return new Map(Object.keys(environmentSchema.shape).map((name) => [name, textOf(defaults.get(name))]));
}

function textOf(value: string | number | boolean | readonly string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}

/** Assignments of .env.example, commented out or not. */
function exampleLines(): readonly { name: string; value: string; active: boolean; explained: boolean }[] {
  const lines = readText('.env.example').split('\n');
  return lines.flatMap((line, index) => {
    const found = /^(# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (found === null) return [];
    const [, comment, name = '', value = ''] = found;
    const explained = /^# [A-Z].*\.$/.test(lines[index - 1] ?? '');
    return [{ name, value, active: comment === undefined, explained }];
  });
}

/** Rows of the tables in docs/configuration.md: name → default; a dash means none. */
function documentedRows(): readonly (readonly [name: string, value: string])[] {
  const rows = readText('docs/configuration.md').matchAll(
    /^\| `([A-Z0-9_]+)` \| (?:`(.*?)`|–) \| \S.* \|$/gm,
  );
  return [...rows].map(([, name = '', value = '']) => [name, value] as const);
}

describe('.env.example', () => {
  it('lists exactly the variables the server reads, each once', () => {
    const names = exampleLines().map(({ name }) => name);
    expect(names.toSorted()).toEqual([...schemaDefaults().keys()].sort());
  });

  it('shows the default of every variable', () => {
    const shown = new Map(exampleLines().map(({ name, value }) => [name, value]));
    expect(shown).toEqual(schemaDefaults());
  });

  it('sets nothing by itself and explains every variable in the line above', () => {
    expect(exampleLines().filter(({ active }) => active)).toEqual([]);
    expect(exampleLines().filter(({ explained }) => !explained)).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  it('has one row with the right default for every variable the server reads', () => {
    const rows = documentedRows();
    expect(rows.map(([name]) => name).toSorted()).toEqual([...schemaDefaults().keys()].sort());
    expect(new Map(rows)).toEqual(schemaDefaults());
  });
});
