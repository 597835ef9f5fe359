import { describe, expect, it } from 'vitest';
import { phoneAddress } from '../../renderer/features/frame/phone/phone-address.ts';
import { qrPath } from '../../renderer/features/frame/phone/qr-code.tsx';
import { firewallLines } from '../../renderer/features/nodes/network/firewall-lines.ts';

const LAN = 'http://192.168.1.20:8000';
const known = { lan_urls: [LAN, 'http://10.0.0.3:8000'], local_url: 'http://shop.local:8000' };

describe('address for phones', () => {
  it.each([
    ['the page of the server’s own computer gets its number', 'http://localhost:8000', LAN],
    ['also by another loopback address', 'http://127.0.0.5:8000', LAN],
    ['a name of the local network becomes the number, for old phones', 'http://shop.local:8000', LAN],
    [
      'an address that works from elsewhere stays',
      'https://cameras.example.com',
      'https://cameras.example.com',
    ],
    ['so does another number of the server', 'http://10.0.0.3:8000', 'http://10.0.0.3:8000'],
  ])('%s', (_case, origin, address) => {
    expect(phoneAddress(known, origin)).toBe(address);
  });

  it('without what administrators may ask, the address of the page is used where it leads from elsewhere', () => {
    expect(phoneAddress(undefined, 'http://localhost:8000')).toBeUndefined();
    expect(phoneAddress(undefined, 'http://shop.local:8000')).toBe('http://shop.local:8000');
    expect(phoneAddress({ lan_urls: [], local_url: null }, 'http://[::1]:8000')).toBeUndefined();
  });
});

it('a QR code keeps the white margin that readers need, and differs by text', () => {
  const { size, path } = qrPath(LAN);
  const places = [...path.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect(Math.min(...places)).toBe(4);
  expect(Math.max(...places)).toBe(size - 5);
  expect(qrPath('http://192.168.1.21:8000').path).not.toBe(path);
});

describe('lines that open a firewall', () => {
  it('carry the port and fit the system', () => {
    expect(firewallLines('windows', 8123).map(({ line }) => line)).toEqual([
      'netsh advfirewall firewall add rule name="Sentinel" dir=in action=allow protocol=TCP localport=8123',
    ]);
    expect(firewallLines('linux', 8123).map(({ line }) => line)).toEqual([
      'sudo ufw allow 8123/tcp',
      'sudo firewall-cmd --permanent --add-port=8123/tcp && sudo firewall-cmd --reload',
    ]);
    expect(firewallLines('mac', 8123)).toEqual([]);
  });
});
