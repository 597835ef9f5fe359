/** DNS limits one label of a name to 63 bytes. */
const LABEL_MAX = 63;
/** For computers whose own name says nothing in a network. */
const FALLBACK = 'sentinel';

/** First label of the computer's name as DNS allows it, lower-case: `Büro PC.lan` is `buro-pc`. */
export function hostLabel(computerName: string): string {
  const [first = ''] = computerName.split('.');
  const label = first
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LABEL_MAX)
    .replaceAll(/^-+|-+$/g, '');
  return label === '' || label === 'localhost' ? FALLBACK : label;
}

/** What people see in a list of services of the network. */
export function serviceName(label: string): string {
  return `Sentinel ${label}`.slice(0, LABEL_MAX).trimEnd();
}
