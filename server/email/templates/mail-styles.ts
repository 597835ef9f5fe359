const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = 'color:#151a21';
const SOFT = 'color:#515c6b';
const BREAK = 'overflow-wrap:anywhere;word-break:break-word';

/**
 * The look of mails in light colours, by tag and by class. Mail programs drop style sheets, so every element carries
 * its own; what narrow screens and dark mode change stands in the layout's style sheet.
 */
const STYLES: Readonly<Record<string, string>> = {
  body: 'margin:0;padding:0;background-color:#f3f5f8',
  table: 'border-collapse:separate;border-spacing:0',
  '.hidden':
    'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;color:transparent;font-size:1px;line-height:1px;mso-hide:all',
  '.page': 'width:100%;background-color:#f3f5f8',
  '.around': 'padding:24px 12px',
  '.column': 'width:100%;max-width:560px;margin:0 auto',
  '.card': 'width:100%;background-color:#ffffff;border:1px solid #d5dbe4;border-radius:12px;overflow:hidden',
  '.brand': `padding:16px 28px;background-color:#10151d;border-radius:11px 0 0 0;${FONT};font-size:17px;line-height:24px;font-weight:700;color:#ffffff`,
  '.mark': 'color:#7aa7ff',
  '.tag': `padding:16px 28px 16px 0;background-color:#10151d;border-radius:0 11px 0 0;${FONT};font-size:13px;line-height:24px;color:#a7b1bf;text-align:right`,
  '.bar': 'height:4px;font-size:0;line-height:4px',
  '.content': `padding:28px 28px 12px;${FONT};font-size:16px;line-height:25px;${INK};${BREAK}`,
  h1: `margin:0 0 12px;font-size:22px;line-height:29px;font-weight:700;${INK};${BREAK}`,
  h2: `margin:24px 0 8px;font-size:16px;line-height:24px;font-weight:700;${INK}`,
  p: `margin:0 0 16px;font-size:16px;line-height:25px;${INK};${BREAK}`,
  '.lead': 'white-space:pre-line',
  '.quiet': `${SOFT};font-size:14px;line-height:21px`,
  '.facts': 'width:100%;margin:0 0 20px;background-color:#f0f2f6;border-radius:8px;padding:8px 0',
  '.label': `width:32%;padding:5px 12px 5px 16px;vertical-align:top;${FONT};font-size:14px;line-height:21px;${SOFT}`,
  '.value': `padding:5px 16px 5px 0;vertical-align:top;${FONT};font-size:14px;line-height:21px;font-weight:600;${INK};${BREAK}`,
  ul: 'margin:0 0 16px;padding:0 0 0 24px',
  ol: 'margin:0 0 16px;padding:0 0 0 24px',
  li: `margin:0 0 8px;font-size:16px;line-height:25px;${INK};${BREAK}`,
  '.command':
    'display:block;margin:8px 0;padding:12px 14px;background-color:#10151d;border-radius:8px;color:#e9edf3;font-family:Consolas,Menlo,monospace;font-size:14px;line-height:21px;overflow-wrap:anywhere;word-break:break-word',
  '.action': 'margin:24px 0',
  '.button': 'padding:0;background-color:#1f5bd0;border-radius:8px',
  '.button-link': `display:inline-block;padding:12px 24px;${FONT};font-size:16px;line-height:22px;font-weight:600;color:#ffffff;text-decoration:none`,
  a: 'color:#1f5bd0;text-decoration:underline',
  '.footer': `padding:20px 28px 0;${FONT};font-size:13px;line-height:20px;${SOFT};${BREAK}`,
  '.small': `margin:0 0 10px;font-size:13px;line-height:20px;${SOFT}`,
};

/** An opening tag of a template, which never has `>` inside. */
const TAG = /<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g;
const OWN_STYLE = /\sstyle="([^"]*)"/;
/** Every table of a mail is there for its layout; Outlook spaces cells that do not say otherwise. */
const TABLE = ' role="presentation" cellpadding="0" cellspacing="0"';

/** The source of an HTML template with the look written into its tags. Values are filled in later and stay untouched. */
export function withInlineStyles(source: string): string {
  return source.replace(TAG, (whole, tag: string, attributes: string) => {
    const [, classes = ''] = /\sclass="([^"]*)"/.exec(attributes) ?? [];
    const [, own = ''] = OWN_STYLE.exec(attributes) ?? [];
    const looks = [tag, ...classes.split(' ').map((name) => `.${name}`)].map((key) => STYLES[key] ?? '');
    const style = merged([...looks, own].join(';'));
    if (style === '') return whole;
    const rest = attributes.replace(OWN_STYLE, '');
    return `<${tag}${tag === 'table' ? TABLE : ''}${rest} style="${style}">`;
  });
}

/** Declarations with each property once, the last one said. */
function merged(declarations: string): string {
  const byProperty = new Map<string, string>();
  for (const declaration of declarations.split(';').filter((part) => part !== '')) {
    byProperty.set(declaration.slice(0, declaration.indexOf(':')), declaration);
  }
  return [...byProperty.values()].join(';');
}
