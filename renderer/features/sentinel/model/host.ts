/** Where a model is, as far as its address tells. */
import { t } from '@lingui/core/macro';
export interface ModelHost {
  /** `192.168.1.20:11434` */
  readonly name: string;
  readonly place: 'machine' | 'network' | 'internet';
  readonly isEncrypted: boolean;
}

const MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;
const NETWORK =
  /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[f[cd][\da-f:]*\]|[^.[\]]+|.+\.(local|lan|home|internal|home\.arpa))$/;

/** Reads the address of a model; `null` when it is none. A name of the internet counts as such wherever it leads. */
export function hostOf(baseUrl: string): ModelHost | null {
  try {
    const { protocol, hostname, host } = new URL(baseUrl);
    if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return null;
    const plain = hostname.replace(/\.$/, '');
    const place = MACHINE.test(plain) ? 'machine' : NETWORK.test(plain) ? 'network' : 'internet';
    return { name: host, place, isEncrypted: protocol === 'https:' };
  } catch {
    return null;
  }
}

/** Who gets to see what, once the model works. */
export function hostSentence({ name, place, isEncrypted }: ModelHost): string {
  if (place === 'machine') {
    return t`Pictures and texts go to ${name}, on the computer that Sentinel runs on. Nothing leaves it.`;
  }
  if (place === 'network') {
    return t`Pictures and texts go to ${name} in your own network. Nothing leaves the house.`;
  }
  const sentence = t`Pictures of your cameras and texts about them are sent to ${name} on the internet.`;
  return isEncrypted ? sentence : `${sentence} ${t`The connection is not encrypted: use https.`}`;
}
