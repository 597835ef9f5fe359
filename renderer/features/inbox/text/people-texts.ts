import { t } from '@lingui/core/macro';
import { language } from '../../../language/language.ts';
import type { NoticeFacts, NoticeTelling } from './telling.ts';

function placeOf({ body }: Pick<NoticeFacts, 'body'>): string {
  return body.includes('Clerk') ? t`in Clerk` : t`under Settings › People`;
}

function asRole(role: string): string {
  return role === 'admin' ? t`an administrator` : role === 'member' ? t`a member` : role;
}

/** Who made or ended a key: the first words of the text. */
function actorOf(body: string, verb: string): string | null {
  const end = body.indexOf(` ${verb} the key '`);
  return end < 0 ? null : body.slice(0, end);
}

/** What is told about people, and about keys of programs. */
export const PEOPLE_TEXTS = {
  member_added: {
    title: /^Member added: (.+)$/s,
    tell: ({ subject, body, word }) => {
      const as = asRole(word('role'));
      const text = t`${subject} joined as ${as}. If you did not expect that, remove them ${placeOf({ body })}.`;
      return { title: t`Member added: ${subject}`, body: text };
    },
  },
  member_role_changed: {
    title: /^Member role changed: (.+)$/s,
    tell: ({ subject, body, word }) => {
      const as = asRole(word('new_role'));
      const text = t`${subject} is now ${as}. If you did not expect that, change it back ${placeOf({ body })}.`;
      return { title: t`Member role changed: ${subject}`, body: text };
    },
  },
  member_removed: {
    title: /^Member removed: (.+)$/s,
    tell: ({ subject, body }) => ({
      title: t`Member removed: ${subject}`,
      body: t`${subject} has no access any more. Invite them again ${placeOf({ body })} if that was a mistake.`,
    }),
  },
  member_promotion_requested: {
    title: /^(.+) requested admin access$/s,
    tell: ({ subject, body }) => ({
      title: t`${subject} requested admin access`,
      body: t`Change their role ${placeOf({ body })}, or ignore this if you do not know them.`,
    }),
  },
  mcp_key_created: {
    title: /^New MCP API key created: (.+)$/s,
    tell: ({ subject, body }) => {
      const actor = actorOf(body, 'created');
      // What it allows is told in English only; the page of the keys shows it in every language.
      const text =
        actor === null || language === 'en'
          ? // Typed quotes, as everywhere else on the page.
            body.replace(/ the key '(.*)'\. It allows/s, ' the key “$1”. It allows')
          : t`${actor} created this key for an AI agent. If you did not expect that, revoke it.`;
      return { title: t`New MCP API key created: ${subject}`, body: text };
    },
  },
  mcp_key_revoked: {
    title: /^MCP API key revoked: (.+)$/s,
    tell: ({ subject, body }) => {
      const actor = actorOf(body, 'revoked');
      const text =
        actor === null
          ? body
          : t`${actor} revoked the key “${subject}”. Programs that still use it are refused with 401.`;
      return { title: t`MCP API key revoked: ${subject}`, body: text };
    },
  },
  integration_key_created: {
    title: /^New integration key created: (.+)$/s,
    tell: ({ subject, body }) => {
      const actor = actorOf(body, 'created');
      const text =
        actor === null
          ? body
          : t`${actor} created the key “${subject}” for Home Assistant. If you did not expect that, revoke it.`;
      return { title: t`New integration key created: ${subject}`, body: text };
    },
  },
} satisfies Record<string, NoticeTelling>;
