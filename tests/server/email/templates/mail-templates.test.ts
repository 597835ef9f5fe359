import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid } from 'liquidjs';
import { describe, expect, it } from 'vitest';
import { NOTIFICATION_KINDS } from '../../../../server/contract/notifications/kinds.ts';
import { mailView } from '../../../../server/email/templates/mail-view.ts';
import { kindRule } from '../../../../server/notifications/kind-rules.ts';
import { htmlMistakes } from './mail-html.ts';
import { kinds, linksOf, mailTemplates, sample } from './mail-samples.ts';

const FOLDER = join(import.meta.dirname, '../../../../templates/emails');
const DASHBOARD = 'http://192.168.1.20:8000';
const templates = mailTemplates();

/** What the mail of each kind says besides title and body: subject, rows, advice, and where its button leads. */
const CONTENTS: Readonly<
  Record<string, { subject: string; shows: readonly (string | RegExp)[]; target: string }>
> = {
  camera_offline: {
    subject: '[Sentinel] Front door is offline',
    shows: ['Camera ID: a1b2c3d4-video0', '1. Power', '2. The node', '3. The network', 'pictures are back'],
    target: '/dashboard?camera=a1b2c3d4-video0',
  },
  camera_online: {
    subject: '[Sentinel] Front door is back online',
    shows: ['Camera ID: a1b2c3d4-video0', 'All clear', 'nothing you need to do', 'One switch stops both'],
    target: '/dashboard?camera=a1b2c3d4-video0',
  },
  node_offline: {
    subject: '[Sentinel] Node Back office is offline',
    shows: [
      'Every camera of this node is dark',
      'switched on',
      'program running',
      'network',
      'Only administrators',
    ],
    target: '/settings/nodes',
  },
  node_online: {
    subject: '[Sentinel] Node Back office is back online',
    shows: ['All clear', 'one after the other', 'for administrators only'],
    target: '/settings/nodes',
  },
  incident_created: {
    subject: '[Sentinel] Incident #12: Person at the back door after closing',
    shows: ['Camera ID: a1b2c3d4-video0', 'Severity: high', 'report', 'evidence'],
    target: '/incidents/12',
  },
  mcp_key_created: {
    subject: '[Sentinel] Security: a new MCP key was created',
    shows: ['Key: Night watch', 'It may: Look, but change nothing', 'nothing to do', '1. Revoke', '2. Look'],
    target: '/mcp',
  },
  mcp_key_revoked: {
    subject: '[Sentinel] Security: an MCP key was revoked',
    shows: ['Key: Night watch', '401', 'audit log'],
    target: '/admin/audit',
  },
  cloudnode_disk_low: {
    subject: '[Sentinel] Disk almost full: Back office',
    shows: [
      'Used: 92.4 %',
      'Free: 18.1 GB of 238.5 GB',
      'your own computer',
      'recordings stop',
      'every 6 hours',
    ],
    target: '/settings/nodes',
  },
  member_added: {
    subject: '[Sentinel] Security: somebody joined your organization',
    shows: ['Person: grace@example.com', 'Role: member', '1. Remove the person under Settings > People'],
    target: '/settings/members',
  },
  member_role_changed: {
    subject: '[Sentinel] Security: the role of a person changed',
    shows: ['New role: admin', 'Why this matters'],
    target: '/settings/members',
  },
  member_removed: {
    subject: '[Sentinel] Security: a person was removed from your organization',
    shows: ['Person: grace@example.com', 'Access has ended', 'audit log'],
    target: '/admin/audit',
  },
  member_promotion_requested: {
    subject: '[Sentinel] Admin access requested',
    shows: ['Email: grace@example.com', 'CloudNode', 'MCP', 'Settings > People', 'If you do not know'],
    target: '/settings/members',
  },
  motion: {
    subject: '[Sentinel] Motion on Front door',
    shows: ['Camera ID: a1b2c3d4-video0', 'Intensity: 42 %', 'at most one summary', 'off at first'],
    target: '/dashboard?camera=a1b2c3d4-video0',
  },
  motion_digest: {
    subject: '[Sentinel] 5 more motion events on Front door',
    shows: ['events: 5', /From: .*14:34:56/, /Until: .*14:49:56/, 'This is the summary', 'starts over'],
    target: '/dashboard?camera=a1b2c3d4-video0',
  },
  welcome: {
    subject: 'Welcome to Sentinel: three steps to your first camera',
    shows: [
      /^1\. /m,
      /^2\. .*CloudNode/m,
      /^3\. .*camera/m,
      `curl -fsSL ${DASHBOARD}/install.sh | bash`,
      `${DASHBOARD}/docs`,
      'sent once',
    ],
    target: '/dashboard',
  },
};

/** The words of a mail that are neither its title, nor its body, nor its end. */
function ownWords(kind: string): string {
  const input = sample(kind, { title: 'TITLE', body: 'BODY' });
  const [words = ''] = templates.render(input).text.split('\n----------\n');
  return words.replace('TITLE', '').replace('BODY', '').trim();
}

describe('mail templates', () => {
  it('notify 3.7: a layout and three templates for each of the 15 mailed kinds', () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.liquid'),
    );
    const mailed = NOTIFICATION_KINDS.filter((kind) => kindRule(kind).mailSwitch !== undefined);
    const expected = mailed.flatMap((kind) =>
      ['subject', 'text', 'html'].map((format) => join(kind, `${format}.liquid`)),
    );
    expect(files.sort()).toEqual([...expected, 'layout.html.liquid'].sort());
    expect(files).toHaveLength(46);
    expect(kinds.sort()).toEqual([...mailed].sort());
  });

  it('names only values that exist, so that no sentence has a hole', () => {
    const known = new Set(Object.keys(mailView(sample('motion'), 'local')));
    const liquid = new Liquid();
    for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.liquid')) continue;
      const used = liquid.globalVariablesSync(readFileSync(join(FOLDER, file), 'utf8'));
      expect(
        used.filter((name) => !known.has(name)),
        file,
      ).toEqual([]);
    }
  });

  it.each(Object.entries(CONTENTS))('notify 3.7: %s has its subject, rows and button', (kind, contents) => {
    const { subject, text, html } = templates.render(sample(kind));
    expect(subject).toBe(contents.subject);
    const unwrapped = text.replace(/\n {3}(?=\S)/g, ' ').replace(/(?<=[a-z,])\n(?=[a-z])/g, ' ');
    for (const part of contents.shows) {
      if (typeof part === 'string') expect(unwrapped).toContain(part);
      else expect(unwrapped).toMatch(part);
    }
    const [, button = ''] = /class="button-link" href="([^"]*)"/.exec(html) ?? [];
    expect(button).toBe(`${DASHBOARD}${contents.target}`);
    expect(html.match(/class="button-link"/g)).toHaveLength(1);
    expect(text.split('\n').map((line) => line.trim())).toContain(button);
  });

  it('has the same rows in both formats', () => {
    for (const kind of kinds) {
      const { text, html } = templates.render(sample(kind));
      const rows = [...html.matchAll(/class="label"[^>]*>([^<]*)<\/td><td class="value"[^>]*>([^<]*)</g)];
      expect(rows.length > 0 || kind === 'welcome', kind).toBe(true);
      for (const [, label, value] of rows) expect(text).toContain(`${label}: ${value}`);
    }
  });

  it('issue 4: no two kinds differ only in their title', () => {
    const words = kinds.map((kind) => ({ kind, sentences: ownWords(kind).split(/(?<=[.!?:])\s+|\n+/) }));
    for (const one of words) {
      for (const other of words.filter(({ kind }) => kind !== one.kind)) {
        const own = one.sentences.filter((sentence) => !other.sentences.includes(sentence));
        expect(own.length, `${one.kind} against ${other.kind}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it.each(kinds)('%s is valid HTML without anything from elsewhere', async (kind) => {
    const { html } = templates.render(sample(kind));
    expect(await htmlMistakes(html)).toEqual([]);
    expect(html).not.toMatch(/\ssrc=|url\(|<link|@import|<img|<script|<form/i);
    expect(linksOf(html).filter((href) => !/^https?:\/\//.test(href))).toEqual([]);
  });

  it.each(kinds)('%s is readable as text', (kind) => {
    const { text } = templates.render(sample(kind));
    expect(text).not.toMatch(/&(?:[a-z]+|#\d+);|<\/?[a-z]|\t|\r| \n|\n{3}/);
    for (const line of text.split('\n'))
      if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(78);
  });

  it.each(kinds)('%s ends with the settings link and the unsubscribe link', (kind) => {
    const input = sample(kind);
    const { text, html } = templates.render(input);
    const lines = text.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(input.unsubscribeUrl);
    expect(lines.at(-4)).toBe(`${DASHBOARD}/settings/notifications`);
    expect(linksOf(html).slice(-3)).toEqual([
      `${DASHBOARD}/settings/notifications`,
      input.unsubscribeUrl,
      `${DASHBOARD}/legal/privacy`,
    ]);
    expect(html).toContain('You get this mail because');
  });

  it('knows Clerk only where accounts are kept there', () => {
    const clerk = mailTemplates({ mode: 'clerk' });
    for (const kind of kinds) {
      const { subject, text, html } = templates.render(sample(kind));
      expect(`${subject}${text}${html}`).not.toMatch(/clerk/i);
    }
    for (const kind of ['member_added', 'member_role_changed', 'member_promotion_requested']) {
      expect(clerk.render(sample(kind)).text).toContain('in Clerk');
      expect(clerk.render(sample(kind)).html).toContain('in Clerk');
      expect(clerk.render(sample(kind)).html).not.toContain('<strong>Settings');
    }
    expect(clerk.render(sample('member_promotion_requested')).text).toContain('60 seconds');
  });

  it('says what a key really may do', () => {
    const may = (scope_mode: string) =>
      templates.render(sample('mcp_key_created', { meta: { scope_mode } })).text;
    expect(may('all')).toContain('It may: Use every tool');
    expect(may('custom')).toContain('It may: Use the tools chosen for it');
    expect(may('unheard of')).not.toContain('It may');
  });

  it('keeps a light and a dark look, and tells the subject as the title of the page', () => {
    const { subject, html } = templates.render(sample('motion'));
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toContain('@media (max-width: 480px)');
    expect(html).toContain('max-width:560px');
    expect(html).toContain(`<title>${subject}</title>`);
  });
});
