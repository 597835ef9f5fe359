import { expect, it } from 'vitest';
import { judgeVersion } from '../../../server/nodes/node-version.ts';

const VERSIONS = { minSupported: '0.1.10', latest: '0.2.0' };

it.each([
  ['0.1.10', '0.1.10', true, '0.2.0'],
  ['0.1.9', '0.1.9', false, '0.2.0'],
  [' v0.2.0 ', '0.2.0', true, undefined],
  ['V0.10.0', '0.10.0', true, undefined],
  ['v1.2.3-rc1', '1.2.3', true, undefined],
  ['1.2', '0.0.0', false, '0.2.0'],
  ['soon', '0.0.0', false, '0.2.0'],
  ['', null, true, '0.2.0'],
  [null, null, true, '0.2.0'],
  [undefined, null, true, '0.2.0'],
])('rest 40-43: version %o is %o, supported %o, update %o', (text, canonical, supported, updateAvailable) => {
  expect(judgeVersion(text, VERSIONS)).toEqual({ canonical, supported, updateAvailable });
});
