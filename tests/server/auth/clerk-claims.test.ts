import { describe, expect, it } from 'vitest';
import { readClaims } from '../../../server/auth/clerk/claims.ts';

const FEATURES = 'o:admin,o:cameras';
const NAMES = 'manage_cameras,view_cameras';
const MANAGE = 'org:cameras:manage_cameras';
const VIEW = 'org:cameras:view_cameras';

function v2(fea: string, per: string, fpm: string, rol = 'member') {
  return { sub: 'user_1', v: 2, fea, o: { id: 'org_1', slg: 'shop', rol, per, fpm } };
}

describe('rest 87: Clerk claims', () => {
  it.each([
    ['both bits of the second feature', v2(FEATURES, NAMES, '0,3'), [MANAGE, VIEW], true],
    ['only the view bit', v2(FEATURES, NAMES, '0,2'), [VIEW], false],
    ['features beyond the bitmaps get none', v2(FEATURES, NAMES, '1'), ['org:admin:manage_cameras'], false],
    [
      'a personal feature keeps its place and grants nothing',
      v2('u:exports,o:cameras', NAMES, '1,1'),
      [MANAGE],
      true,
    ],
    ['a feature of both scopes counts', v2('ou:cameras', NAMES, '1'), [MANAGE], true],
    ['a feature without scope grants nothing', v2('cameras', NAMES, '1'), [], false],
    ['no names', v2(FEATURES, '', '0,3'), [], false],
    ['a bitmap that is no number', v2(FEATURES, NAMES, 'x'), [], false],
    ['one bad bitmap spoils all', v2(FEATURES, NAMES, '0,3,x'), [], false],
    ['a negative bitmap', v2(FEATURES, NAMES, '0,-1'), [], false],
    ['no features', v2('', NAMES, '3'), [], false],
    ['version 2 administrator by role', v2('', '', '', 'admin'), [], true],
    ['version 1 administrator by role', { sub: 'u', org_id: 'o', org_role: 'org:admin' }, [], true],
    ['version 1 member', { sub: 'u', org_id: 'o', org_role: 'org:member' }, [], false],
    ['version 1 permission', { sub: 'u', org_id: 'o', org_permissions: [MANAGE] }, [MANAGE], true],
    ['short permission list', { sub: 'u', org_id: 'o', permissions: [VIEW] }, [VIEW], false],
    [
      'listed permissions win over the compact ones',
      { ...v2(FEATURES, NAMES, '0,3'), org_permissions: [VIEW] },
      [VIEW],
      false,
    ],
  ])('%s', (_, payload, permissions, isAdmin) => {
    expect(readClaims(payload)).toMatchObject({ permissions, isAdmin });
  });

  it('the 33rd and the 64th name have bits too', () => {
    const names = Array.from({ length: 64 }, (_, i) => `p${i}`).join(',');
    const bitmap = String((1n << 32n) | (1n << 63n));
    expect(readClaims(v2('o:cameras', names, bitmap))?.permissions).toEqual([
      'org:cameras:p32',
      'org:cameras:p63',
    ]);
  });

  it.each([
    ['o:pro', 'pro'],
    ['u:free_user', 'free_user'],
    ['pro_plus', 'pro_plus'],
    ['', 'free_org'],
    ['o:', 'free_org'],
    [undefined, 'free_org'],
    [7, 'free_org'],
  ])('plan claim %s is %s', (pla, plan) => {
    expect(readClaims({ sub: 'u', pla })?.plan).toBe(plan);
  });

  it('features lose the organisation prefix, blanks and empties', () => {
    const features = readClaims({ sub: 'u', fea: 'o:admin, o:cameras ,,u:exports' })?.features;
    expect(features).toEqual(['admin', 'cameras', 'u:exports']);
  });

  it('the organisation comes from either version, version 1 first', () => {
    expect(readClaims({ sub: 'u', o: { id: 'org_2', slg: 'shop' } })).toMatchObject({
      orgId: 'org_2',
      orgName: 'shop',
    });
    expect(readClaims({ sub: 'u', org_id: 'org_1', o: { id: 'org_2' } })?.orgId).toBe('org_1');
    expect(readClaims({ sub: 'u' })).toMatchObject({ orgId: undefined, email: '', name: '' });
  });

  it('without a subject there is nobody', () => {
    expect(readClaims({ org_id: 'org_1' })).toBeUndefined();
    expect(readClaims({ sub: 5 })).toBeUndefined();
  });
});
