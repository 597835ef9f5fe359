import { Banner } from '../../../components/banner.tsx';
import { hostOf, hostSentence } from './host.ts';

/** Which host receives pictures, by the address as it stands in the form. */
export function HostNotice({ baseUrl }: { readonly baseUrl: string }) {
  const host = hostOf(baseUrl.trim());
  if (host === null) return null;
  return <Banner tone={host.place === 'internet' ? 'warn' : 'info'}>{hostSentence(host)}</Banner>;
}
