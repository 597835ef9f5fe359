import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import { describe, expect, it } from 'vitest';
import { addressesOnly } from '../../renderer/build/contract-addresses.config.ts';

const CONTRACT = fileURLToPath(new URL('../../server/contract/', import.meta.url));

describe('the contract as pages get it', () => {
  it('has addresses and no schemas, and what is exported stays', () => {
    const source = `
      const user = z.object({ id: z.string() });
      export const LIMITS = [1, 2] as const;
      export const users = {
        list: endpoint({ method: 'GET', path: '/api/users', access: 'view', tag, params: z.object({}), response: user }),
      };`;
    const text = addressesOnly('users.ts', source);
    expect(text).toMatch(/endpoint\(\{ method: 'GET', path: '\/api\/users', access: 'view',\s*\}\)/);
    expect(text).toContain('const user = /* @__PURE__ */ (() => (z.object({ id: z.string() })))();');
    expect(text).toContain('export const LIMITS = [1, 2] as const;');
  });

  it.each(globSync('**/*.ts', { cwd: CONTRACT }))(
    '%s stays a program with the same addresses',
    async (file) => {
      const source = readFileSync(CONTRACT + file, 'utf8');
      const text = addressesOnly(file, source);
      await transformWithOxc(text, file);
      const pathsOf = (code: string) => [...code.matchAll(/^\s*path: ('[^']+')/gm)].map(([, path]) => path);
      expect(pathsOf(text)).toEqual(pathsOf(source));
      expect(text).not.toMatch(/^\s*response:/m);
    },
  );
});
