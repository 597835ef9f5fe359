export interface SecurityTextFacts {
  /** Where to report a weakness; the field is left out when nobody has set one. */
  readonly contact: string | undefined;
  /** Base URL of this installation, no trailing slash. */
  readonly baseUrl: string;
  readonly now: Date;
}

const VALID_DAYS = 330;
const DAY_MS = 86_400_000;

/** The text of security.txt: how to report a weakness of this installation. */
export function securityText({ contact, baseUrl, now }: SecurityTextFacts): string {
  const expires = new Date(now.getTime() + VALID_DAYS * DAY_MS);
  const fields = [
    ...(contact === undefined ? [] : [`Contact: ${contact}`]),
    `Expires: ${expires.toISOString().replace(/\.\d+Z$/, 'Z')}`,
    `Canonical: ${baseUrl}/.well-known/security.txt`,
    `Policy: ${baseUrl}/security#vulnerability-disclosure`,
    'Preferred-Languages: en',
  ];
  return `${fields.join('\n')}\n`;
}
