import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSigningKey } from '../../../../server/secrets/signing-key.ts';
import { temporaryFolder } from '../../../support/test-config.ts';

const FILE = join('secrets', 'evidence-signing.key');

it('signing key: is made once, for its owner only, and signs as other programs verify', () => {
  using folder = temporaryFolder();
  const key = loadSigningKey(folder.path);
  const again = loadSigningKey(folder.path);
  expect([again.publicKey, again.fingerprint]).toEqual([key.publicKey, key.fingerprint]);
  expect(statSync(join(folder.path, FILE)).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder.path, 'secrets'))).toEqual(['evidence-signing.key']);
  const bytes = Buffer.from('some bytes');
  expect(verify(null, bytes, createPublicKey(key.publicPem), again.sign(bytes))).toBe(true);
  const digest = createHash('sha256').update(Buffer.from(key.publicKey, 'base64')).digest('hex');
  expect(key.fingerprint.replaceAll(' ', '')).toBe(digest.slice(0, 32));
});

it('signing key: every installation has its own', () => {
  using one = temporaryFolder();
  using other = temporaryFolder();
  expect(loadSigningKey(one.path).publicKey).not.toBe(loadSigningKey(other.path).publicKey);
});

it('signing key: a damaged file, or a key of another kind, stops the start with advice', () => {
  using folder = temporaryFolder();
  loadSigningKey(folder.path);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (const text of ['', 'nonsense', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()]) {
    writeFileSync(join(folder.path, FILE), text);
    expect(() => loadSigningKey(folder.path)).toThrow(/evidence-signing\.key.*backup/);
  }
});
