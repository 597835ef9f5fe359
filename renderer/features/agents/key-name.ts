/** As the server signs what Sentinel's own agent does. */
import { t } from '@lingui/core/macro';
const SENTINEL = '<sentinel-agent>';

/** What a key is called; other programs can make keys without a name. */
export function nameOf(name: string): string {
  if (name === SENTINEL) return 'Sentinel AI';
  return name.trim() === '' ? t`Key without a name` : name;
}
