import pino from 'pino';
import { MailTemplates } from '../../../../server/email/templates/mail-templates.ts';
import type { AccountsMode, MailInput } from '../../../../server/email/templates/mail-view.ts';
import { sampleMails } from '../../../../scripts/preview/sample-mails.ts';

/** One mail of every mailed kind, as the server words it. */
const samples = sampleMails('local');

export const kinds = samples.map(({ kind }) => kind);

/** The sample of a kind, with some values replaced. */
export function sample(kind: string, changes: Partial<MailInput> = {}): MailInput {
  const found = samples.find((input) => input.kind === kind) ?? samples[0];
  if (found === undefined) throw new Error('There are no samples');
  return { ...found, kind, ...changes };
}

/** The real templates, or those of another folder. */
export function mailTemplates(options: { mode?: AccountsMode; folder?: string } = {}): MailTemplates {
  return new MailTemplates({ mode: 'local', log: pino({ level: 'silent' }), ...options });
}

/** The names of tags in a page, in order. What people entered must never change them. */
export function tagsOf(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-z][a-z0-9]*)/gi)].map(([, name = '']) => name.toLowerCase());
}

export function linksOf(html: string): string[] {
  return [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
