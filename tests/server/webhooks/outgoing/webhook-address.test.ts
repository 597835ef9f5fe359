import type { LookupAddress } from 'node:dns';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  allowedAddresses,
  systemResolve,
  type AddressRules,
} from '../../../../server/webhooks/outgoing/sending/webhook-address.ts';
import { startWebhookReceiver, verifyMessage } from '../../../support/webhook-receiver.ts';
import { WebhookBench } from './webhook-bench.ts';

const OWN_PORT = 8123;
const PATH = '/api/settings/webhooks';
const ITSELF = /the Command Center itself/;
const RESERVED = /reserved for the machine itself/;

function leading(...addresses: readonly string[]): AddressRules['resolve'] {
  return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

async function check(
  url: string,
  resolve: AddressRules['resolve'] = systemResolve,
): Promise<readonly LookupAddress[]> {
  const rules = { ownPort: () => OWN_PORT, resolve };
  return allowedAddresses(new URL(url), rules, new AbortController().signal);
}

const ownAddresses = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .filter(({ address }) => !address.startsWith('fe80:'))
  .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));

describe('the address of a webhook', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.2',
    'localhost',
    'LOCALHOST',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::ffff:0.0.0.0]',
    '2130706433',
    '0x7f.1',
    '127.1',
    ...ownAddresses,
  ])('may not be our own port: %s', async (host) => {
    await expect(check(`http://${host}:${OWN_PORT}/hook`)).rejects.toThrow(ITSELF);
    await expect(check(`https://${host}:${OWN_PORT}/hook`)).rejects.toThrow(ITSELF);
    expect(await check(`http://${host}:${OWN_PORT + 1}/hook`)).not.toEqual([]);
  });

  it('may not be a name for our own port', async () => {
    for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::']) {
      await expect(check(`http://hub.lan:${OWN_PORT}/`, leading(own))).rejects.toThrow(ITSELF);
      await expect(check(`http://localhost.:${OWN_PORT}/`, leading(own))).rejects.toThrow(ITSELF);
    }
  });

  it('counts the port of the scheme when none is named', async () => {
    const rules = (port: number) => ({ ownPort: () => port, resolve: systemResolve });
    const { signal } = new AbortController();
    await expect(allowedAddresses(new URL('http://127.0.0.1/'), rules(80), signal)).rejects.toThrow(ITSELF);
    await expect(allowedAddresses(new URL('https://127.0.0.1/'), rules(443), signal)).rejects.toThrow(ITSELF);
    expect(await allowedAddresses(new URL('https://127.0.0.1/'), rules(80), signal)).toHaveLength(1);
  });

  it.each([
    '169.254.169.254',
    '169.254.1.1',
    '[fe80::1]',
    '[febf::1]',
    '[::ffff:169.254.169.254]',
    '[fd00:ec2::254]',
    '2852039166',
  ])('may not be a link-local or metadata one: %s', async (host) => {
    await expect(check(`http://${host}/latest/meta-data`)).rejects.toThrow(RESERVED);
  });

  it('may not be a name for a link-local one, with or without zone', async () => {
    await expect(check('http://meta.lan/', leading('169.254.169.254'))).rejects.toThrow(RESERVED);
    await expect(check('http://meta.lan/', leading('fe80::1%eth0'))).rejects.toThrow(RESERVED);
  });

  it.each([
    'http://192.168.1.5:8123/hook',
    'https://10.0.0.9/',
    'http://172.20.0.2:8000',
    'http://[fd12::5]:80/',
  ])('may be a private one: %s', async (url) => {
    expect(await check(url)).toHaveLength(1);
  });

  it('of several, only those that are allowed are used', async () => {
    const resolve = leading('fe80::2%eth0', '192.168.1.5', '127.0.0.1', 'fd12::5');
    const found = await check(`http://door.local:${OWN_PORT}/`, resolve);
    expect(found.map(({ address }) => address)).toEqual(['192.168.1.5', 'fd12::5']);
  });

  it('may not hold credentials', async () => {
    await expect(check('http://olga@192.168.1.5/')).rejects.toThrow(/user name and password/);
    await expect(check('http://:secret@192.168.1.5/')).rejects.toThrow(/user name and password/);
  });

  it('gives up on a slow look-up when it is stopped', async () => {
    const stop = new AbortController();
    const never: AddressRules['resolve'] = () => new Promise(() => undefined);
    const rules = { ownPort: () => OWN_PORT, resolve: never };
    const asked = allowedAddresses(new URL('http://slow.lan/'), rules, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    await expect(allowedAddresses(new URL('http://slow.lan/'), rules, stop.signal)).rejects.toThrow(
      'stopped',
    );
  });
});

describe('saving a webhook', () => {
  it.each([
    [(port: number) => `http://127.0.0.1:${port}/`, ITSELF],
    [(port: number) => `http://localhost:${port}/`, ITSELF],
    [(port: number) => `http://[::ffff:127.0.0.1]:${port}/`, ITSELF],
    [() => 'http://169.254.169.254/', RESERVED],
    [() => 'http://olga:secret@127.0.0.1:9/', /user name and password/],
  ])('answers 422 with a clear sentence at the field: %s', async (address, sentence) => {
    await using bench = await WebhookBench.start();
    const url = address(bench.ownPort);
    const { webhook } = await bench.add('http://127.0.0.1:9/');
    for (const answer of [
      await bench.client().post(PATH, { name: 'Loop', url }),
      await bench.client().ask('PATCH', `${PATH}/${webhook.id}`, { body: { url } }),
    ]) {
      expect(answer.status).toBe(422);
      const { detail } = answer.json<{ detail: { error: string; message: string; errors: unknown[] } }>();
      expect(detail).toMatchObject({
        error: 'validation_failed',
        message: expect.stringMatching(sentence),
        errors: [{ loc: ['body', 'url'], msg: detail.message }],
      });
    }
    expect(await bench.view(webhook.id)).toEqual(webhook);
  });

  it('refuses a name that cannot be found', async () => {
    const resolve: AddressRules['resolve'] = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    await using bench = await WebhookBench.start({ resolve });
    const answer = await bench.client().post(PATH, { name: 'Typo', url: 'http://homeasistant.lan/' });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Check its spelling')]);
  });
});

describe('sending to a name', () => {
  it('connects to the checked address and keeps the name in the Host header', async () => {
    await using receiver = await startWebhookReceiver();
    const asked: string[] = [];
    const resolve: AddressRules['resolve'] = async (host) => {
      asked.push(host);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    await using bench = await WebhookBench.start({ resolve });
    // The system would lead this name to the other address family or nowhere.
    const { secret } = await bench.add(`http://door.localhost:${receiver.port}/in?x=1#part`);
    await bench.notify();
    await bench.turn();
    const [message] = receiver.received;
    expect(message?.headers.host).toBe(`door.localhost:${receiver.port}`);
    expect(message?.path).toBe('/in?x=1');
    expect(message === undefined ? undefined : verifyMessage(message, secret).type).toBe('notification');
    // Once at saving, once at sending: nothing is looked up between the check and the connection.
    expect(asked).toEqual(['door.localhost', 'door.localhost']);
  });

  it('looks at the address again at each delivery: a name that now leads to us gets nothing', async () => {
    let address = '192.168.1.5';
    const resolve: AddressRules['resolve'] = async () => [{ address, family: 4 }];
    await using bench = await WebhookBench.start({ resolve });
    const { webhook } = await bench.add(`http://door.localhost:${bench.ownPort}${PATH}`);
    address = '127.0.0.1';
    await bench.notify();
    await bench.turn();
    expect(await bench.deliveries(webhook.id)).toMatchObject([
      { status: 'pending', attempts: 1, response_status: null, error: expect.stringMatching(ITSELF) },
    ]);
  });
});
