import { describe, expect, it } from 'vitest';
import { passwordStrength } from '../../renderer/features/auth/password-strength.ts';
import { safeNext } from '../../renderer/features/auth/safe-next.ts';
import { isWithin, PLACES } from '../../renderer/features/frame/navigation.ts';

describe('where to go after signing in', () => {
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', null])(
    'never leaves the dashboard for %j',
    (next) => expect(safeNext(next)).toBe('/'),
  );

  it('keeps a page of the dashboard', () => {
    expect(safeNext('/cameras/1a2b_x?y=1')).toBe('/cameras/1a2b_x?y=1');
  });
});

describe('password strength', () => {
  it('refuses short ones and counts down', () => {
    expect(passwordStrength('abc')).toEqual({ score: 0, hint: 'At least 10 characters. 7 to go.' });
  });

  it('is not fooled by repeats, rows or obvious words', () => {
    for (const weak of ['aaaaaaaaaaaaaaaa', '1234567890123', 'password2026!!', 'abcdefghijklmnop'])
      expect(passwordStrength(weak).score).toBeLessThanOrEqual(1);
  });

  it('likes length', () => {
    expect(passwordStrength('orchid kettle river moon').score).toBe(4);
  });
});

it('exactly one place of the rail is current on every page', () => {
  for (const path of ['/', '/dashboard', '/cameras/x', '/settings', '/settings/nodes', '/settings/account'])
    expect(PLACES.filter((place) => isWithin(place, path))).toHaveLength(1);
  expect(PLACES.filter((place) => isWithin(place, '/settingsx'))).toHaveLength(0);
});
