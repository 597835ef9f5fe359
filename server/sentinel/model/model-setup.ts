import { BlockList, isIP } from 'node:net';
import { isPrivateAddress } from '../../nodes/archive/private-address.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { StoredModel } from './model-repository.ts';

export const MODEL_KEY_PURPOSE = 'model-key';

/** How a model is reached. */
export interface ModelAccount {
  readonly provider: 'openai' | 'anthropic';
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly model: string;
  /** Models of the house usually want none. */
  readonly key: string | undefined;
}

/** A stored model: ready to be asked, or a sentence that says what is missing. */
export type ModelSetup =
  | { readonly account: ModelAccount; readonly problem: undefined }
  | { readonly account: undefined; readonly problem: string };

export function modelSetup(stored: StoredModel, secret: InstallationSecret): ModelSetup {
  const { baseUrl, model, keySealed } = stored;
  const without = (problem: string): ModelSetup => ({ account: undefined, problem });
  if (baseUrl === '') return without('Enter the address of the model, such as http://192.168.1.20:11434/v1.');
  if (model === '') return without('Enter the name of the model.');
  const provider = providerOf(stored);
  const key = keySealed === null ? undefined : secret.open(keySealed, MODEL_KEY_PURPOSE);
  if (keySealed !== null && key === undefined) {
    return without(
      'The saved API key can no longer be read, because the file secrets/installation.key of the data folder was replaced. Enter it again.',
    );
  }
  if (key === undefined && provider === 'anthropic') return without('Enter the API key of your account.');
  return { account: { provider, baseUrl: baseUrl.replace(/\/+$/, ''), model, key }, problem: undefined };
}

export function providerOf({ provider }: Pick<StoredModel, 'provider'>): ModelAccount['provider'] {
  return provider === 'anthropic' ? 'anthropic' : 'openai';
}

/** Names that never leave the house. */
const LOCAL_NAME = /(^|\.)(localhost|local|lan|home|internal|home\.arpa)$/;

function thisMachine(): BlockList {
  const ranges = new BlockList();
  ranges.addSubnet('127.0.0.0', 8, 'ipv4');
  ranges.addAddress('0.0.0.0', 'ipv4');
  ranges.addAddress('::1', 'ipv6');
  return ranges;
}

const THIS_MACHINE = thisMachine();

/**
 * Whether a URL leads to this machine or into a private network, by what its host looks like: nothing is looked up, so
 * a name of the internet that leads to a private address counts as public.
 */
export function isLocalUrl(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const family = isIP(host);
  if (family === 0) return !host.includes('.') || LOCAL_NAME.test(host);
  return THIS_MACHINE.check(host, family === 6 ? 'ipv6' : 'ipv4') || isPrivateAddress(host);
}
