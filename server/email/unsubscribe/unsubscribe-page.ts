import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.ts';

const STYLE = `
:root { color-scheme: light dark; --page: #f3f5f8; --card: #fff; --line: #d5dbe4; --ink: #151a21; --soft: #515c6b; --link: #1f5bd0; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0b0e12; --card: #12161c; --line: #2b3441; --ink: #e9edf3; --soft: #a7b1bf; --link: #7aa7ff; }
}
body { margin: 0; padding: 48px 16px; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 480px; margin: 0 auto; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
p:last-child { margin: 0; }
.brand { color: var(--soft); font-size: 14px; }
a { color: var(--link); }
`;

/** Nothing but the page's own style: no script, no picture, no other host. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SETTINGS_LINK = '<a href="/settings/notifications">notification settings</a>';

function page(title: string, paragraphs: readonly string[]): string {
  const body = paragraphs.map((html) => `<p>${html}</p>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Sentinel</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="brand">Sentinel</p>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

const inWords = (kind: string): string => escapeHtml(kind.replaceAll('_', ' '));

/** Says that mails of a kind are off. `together`: all kinds that were switched off with it. */
export function unsubscribedPage(kind: string, together: readonly string[]): string {
  const others = together.filter((other) => other !== kind).map((other) => inWords(other));
  return page('You are unsubscribed', [
    `Your organization gets no more mails about <strong>${inWords(kind)}</strong>.`,
    ...(others.length === 0 ? [] : [`The same switch covers: ${others.join(', ')}.`]),
    `This counts for everybody in the organization. The notifications still appear in the dashboard, and an administrator can switch the mails on again in the ${SETTINGS_LINK}.`,
  ]);
}

/** For a link that this server did not make, or that got damaged. */
export function unknownLinkPage(): string {
  return page('This link is not recognized', [
    'It may have been cut off when it was copied, or it belongs to another server. Nothing was changed.',
    `You choose which mails are sent in the ${SETTINGS_LINK}.`,
  ]);
}
