import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../../../server/nodes/archive/private-address.ts';

describe('addresses the server may fetch from', () => {
  it.each(['10.0.0.1', '10.255.255.254', '172.16.0.1', '172.31.255.1', '192.168.1.20', 'fd12:3456:789a::1'])(
    '%s may',
    (address) => expect(isPrivateAddress(address)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '169.254.169.254',
    '169.254.1.1',
    '0.0.0.0',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '192.169.0.1',
    '11.0.0.1',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd12::1%eth0',
    'ff02::1',
    '2001:db8::1',
    '::ffff:192.168.1.20',
    '::ffff:c0a8:114',
    '::ffff:10.0.0.1',
    '64:ff9b::10.0.0.1',
    'fd00:ec2::254',
    'fd20:ce::254',
    'localhost',
    'node.local',
    '192.168.1.20:80',
    '192.168.1',
    '0xc0a80114',
    '3232235796',
    '010.0.0.1',
    ' 10.0.0.1',
    '',
  ])('%s may not', (address) => expect(isPrivateAddress(address)).toBe(false));
});
