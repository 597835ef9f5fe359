import { Banner } from '../../../components/banner.tsx';
import { hostOf, hostSentence } from './host.ts';

interface Props {
  /** As it stands in the form. */
  readonly baseUrl: string;
  /** As it was saved; who receives pictures there is said above the form. */
  readonly stored: string;
}

/** Which host will receive pictures, once another address is saved. */
export function HostNotice({ baseUrl, stored }: Props) {
  const host = hostOf(baseUrl.trim());
  if (host === null || host.name === hostOf(stored)?.name) return null;
  return <Banner tone={host.place === 'internet' ? 'warn' : 'info'}>{hostSentence(host)}</Banner>;
}
