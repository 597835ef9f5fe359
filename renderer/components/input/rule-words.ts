import { t } from '@lingui/core/macro';

/** Sentences of the rules that forms share with the server, which are written in English there. */
const RULES: Readonly<Record<string, string>> = {
  'Choose at least one kind': t`Choose at least one kind`,
  'Enter a host name such as smtp.example.com': t`Enter a host name such as smtp.example.com`,
  'Enter a name': t`Enter a name`,
  'Enter a name for this place': t`Enter a name for this place`,
  'Enter an address that begins with http:// or https://': t`Enter an address that begins with http:// or https://`,
  'Enter an address that begins with https://': t`Enter an address that begins with https://`,
  'Enter an e-mail address like name@example.com': t`Enter an e-mail address like name@example.com`,
  'Enter your password': t`Enter your password`,
  'Give it a name': t`Give it a name`,
  'Leave out quotes and angle brackets': t`Leave out quotes and angle brackets`,
  'That is not a complete address': t`That is not a complete address`,
  'Use at least 10 characters': t`Use at least 10 characters`,
  'Use at most 200 characters': t`Use at most 200 characters`,
  'Write what was seen': t`Write what was seen`,
};

/** What is wrong with an entry, in the dashboard's language. */
export function ruleWords(message: string): string {
  return Object.hasOwn(RULES, message) ? (RULES[message] ?? message) : message;
}
