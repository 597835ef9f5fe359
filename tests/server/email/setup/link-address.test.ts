import { describe, expect, it } from 'vitest';
import { openMailPlane } from '../mail-plane.ts';

const ADDRESS = '/api/settings/link-address';

describe('address that links begin with', () => {
  it('is one of this machine until one is entered, without slashes at its end', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    const network = plane.installation.linkBase('org_red');
    expect((await admin.get(ADDRESS)).json()).toEqual({ address: '', in_use: network, source: 'network' });
    const answer = await admin.post(ADDRESS, { address: ' https://cameras.example/ ' });
    expect(answer.json()).toEqual({ success: true, address: 'https://cameras.example' });
    expect((await admin.get(ADDRESS)).json()).toEqual({
      address: 'https://cameras.example',
      in_use: 'https://cameras.example',
      source: 'settings',
    });
    expect(plane.installation.linkBase()).toBe('https://cameras.example');
    expect(plane.audit('org_red')).toMatchObject([
      { event: 'link_address_updated', details: { address: 'https://cameras.example' } },
    ]);
    await admin.post(ADDRESS, { address: '' });
    expect(plane.installation.linkBase('org_red')).toBe(network);
  });

  it('survives a restart', async () => {
    await using plane = await openMailPlane();
    await plane.person('org_red').post(ADDRESS, { address: 'https://cameras.example' });
    plane.installation.setLinkAddress('org_red', '');
    expect(plane.installation.linkSource('org_red')).toBe('network');
    await plane.installation.loadLinkAddresses();
    expect(plane.installation.linkBase('org_red')).toBe('https://cameras.example');
  });

  it('FRONTEND_URL wins', async () => {
    await using plane = await openMailPlane({ config: { frontendUrl: 'https://operator.example' } });
    const admin = plane.person('org_red');
    await admin.post(ADDRESS, { address: 'https://cameras.example' });
    expect((await admin.get(ADDRESS)).json()).toEqual({
      address: 'https://cameras.example',
      in_use: 'https://operator.example',
      source: 'environment',
    });
  });

  it('one organisation never decides for another, nor for a server that several share', async () => {
    const clerk = { secretKey: 'sk', publishableKey: 'pk', jwtKey: undefined, apiUrl: 'http://127.0.0.1:9' };
    await using plane = await openMailPlane({ config: { clerk } });
    const network = plane.installation.linkBase();
    await plane.person('org_red').post(ADDRESS, { address: 'https://evil.example' });
    expect(plane.installation.linkBase('org_red')).toBe('https://evil.example');
    expect(plane.installation.linkBase('org_blue')).toBe(network);
    expect(plane.installation.linkBase()).toBe(network);
  });

  it.each([
    'cameras.example',
    'javascript:alert(1)',
    'ftp://cameras.example',
    'https://cameras.example/?a=b',
    'https://cameras.example/#top',
    'https://user:word@cameras.example',
    'https://two.example https://addresses.example',
    'http://',
  ])('%s is refused', async (address) => {
    await using plane = await openMailPlane();
    expect((await plane.person('org_red').post(ADDRESS, { address })).status).toBe(422);
    expect(plane.installation.linkSource('org_red')).toBe('network');
  });

  it('members neither see nor set it', async () => {
    await using plane = await openMailPlane();
    const member = plane.person('org_red', 'member');
    expect((await member.get(ADDRESS)).status).toBe(403);
    expect((await member.post(ADDRESS, { address: 'https://cameras.example' })).status).toBe(403);
  });
});
