import type { Mail } from '../mail.ts';

/** Sender of every mail of an installation or organisation; the name may be empty. */
export interface Sender {
  readonly address: string;
  readonly name: string;
}

/** `Name <address>`, or the address alone. Names with punctuation are quoted, so that they stay one sender. */
export function senderLine({ address, name }: Sender): string {
  const plain = name.replaceAll(/[\r\n]+/g, ' ').trim();
  if (plain === '') return address;
  const needsQuotes = /[,:;@()[\]\\<>"]/.test(plain);
  return `${needsQuotes ? `"${plain.replaceAll(/["\\]/g, String.raw`\$&`)}"` : plain} <${address}>`;
}

/**
 * Headers beside sender, recipient and subject: no out-of-office answers, and the mail program's own unsubscribe
 * button, which calls the link without asking further (RFC 8058).
 */
export function messageHeaders({ unsubscribeUrl }: Pick<Mail, 'unsubscribeUrl'>): Record<string, string> {
  const always = { 'Auto-Submitted': 'auto-generated' };
  if (unsubscribeUrl === undefined) return always;
  return {
    ...always,
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}
