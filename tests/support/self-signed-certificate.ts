import { generateKeyPairSync, sign } from 'node:crypto';

/** Tags of the few ASN.1 types a certificate needs. */
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/**
 * A fresh key and a certificate that no authority signed, for servers on loopback. Only for clients that are told to
 * ignore certificate errors, or to trust this very one.
 */
export function selfSignedCertificate(host = '127.0.0.1'): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(SEQUENCE, der(OBJECT_ID, hex('2a8648ce3d040302')));
  const commonName = der(SEQUENCE, der(OBJECT_ID, hex('550403')), der(UTF8_STRING, Buffer.from(host)));
  const name = der(SEQUENCE, der(SET, commonName));
  const time = (text: string): Buffer => der(UTC_TIME, Buffer.from(text));
  const facts = der(
    SEQUENCE,
    der(INTEGER, hex('01')),
    ecdsaWithSha256,
    name,
    der(SEQUENCE, time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(BIT_STRING, hex('00'), sign('sha256', facts, privateKey));
  const lines =
    der(SEQUENCE, facts, ecdsaWithSha256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}
