import { t } from '@lingui/core/macro';
/** What a key is called; other programs can make keys without a name. */
export function nameOf(name: string): string {
  return name.trim() === '' ? t`Key without a name` : name;
}
