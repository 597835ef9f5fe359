import { describe, expect, it } from 'vitest';
import { hostLabel, serviceName } from '../../../server/discovery/local-name.ts';

describe('name in the local network', () => {
  it.each([
    ['shop', 'shop'],
    ['SHOP-PC', 'shop-pc'],
    ['shop.lan', 'shop'],
    ['Büro PC', 'buro-pc'],
    ['Anna’s MacBook', 'anna-s-macbook'],
    ['-a_b-', 'a-b'],
    ['localhost', 'sentinel'],
    ['localhost.localdomain', 'sentinel'],
    ['', 'sentinel'],
    ['店', 'sentinel'],
    ['x'.repeat(70), 'x'.repeat(63)],
    [`${'x'.repeat(62)}-y`, 'x'.repeat(62)],
  ])('%j is announced as %j', (computer, label) => {
    expect(hostLabel(computer)).toBe(label);
  });

  it('a service has a name that fits into a label', () => {
    expect(serviceName('shop')).toBe('Sentinel shop');
    expect(serviceName('x'.repeat(63))).toHaveLength(63);
  });
});
