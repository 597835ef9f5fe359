import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { NOTIFICATION_KINDS } from '../../contract/notifications/kinds.ts';
import { kindRule } from '../../notifications/kind-rules.ts';
import type { RenderedMail } from '../mail.ts';
import { type CompiledTemplate, MailEngine } from './mail-engine.ts';
import { withInlineStyles } from './mail-styles.ts';
import { type AccountsMode, type MailInput, type MailView, mailView } from './mail-view.ts';
import { subjectLine, textPart } from './plain-words.ts';

export interface MailTemplatesDeps {
  /** Folder of the layout and of one folder for each kind. */
  readonly folder?: string;
  readonly mode: AccountsMode;
  readonly log: Logger;
}

interface KindTemplates {
  readonly subject: CompiledTemplate;
  readonly text: CompiledTemplate;
  readonly html: CompiledTemplate;
}

const FOLDER = fileURLToPath(new URL('../../../templates/emails', import.meta.url));

/** For a kind without templates of its own, and for when those fail: a plain mail is better than none. */
const FALLBACK = {
  subject: '[Sentinel] {{ title }}',
  text: '{{ title }}\n\n{{ body }}\n{% if link_url %}\nOpen it in Sentinel:\n{{ link_url }}\n{% endif %}',
  html: `<h1>{{ title }}</h1>
<p class="lead">{{ body }}</p>
{% if link_url %}<p><a href="{{ link_url }}">Open it in Sentinel</a></p>{% endif %}`,
};

/** The end of every text part. The HTML part has the same in its layout. */
const TEXT_FOOTER = `

----------
Sent by Sentinel Command Center to the {% if admins_only %}administrators{% else %}people{% endif %} of {{ organization }}.
Privacy:
{{ privacy_url }}

Choose which mails are sent (administrators):
{{ settings_url }}

Stop all {{ alerts }} mails for {{ organization }}:
{{ unsubscribe_url }}
`;

/** Puts notifications into mails, by templates that are read and compiled once. */
export class MailTemplates {
  readonly #deps: MailTemplatesDeps;
  readonly #folder: string;
  readonly #engine = new MailEngine();
  readonly #byKind = new Map<string, KindTemplates>();
  readonly #fallback: KindTemplates;
  readonly #layout: CompiledTemplate | undefined;

  constructor(deps: MailTemplatesDeps) {
    this.#deps = deps;
    this.#folder = deps.folder ?? FOLDER;
    this.#fallback = this.#compile(FALLBACK);
    this.#layout = this.#attempt('layout', () =>
      this.#engine.compile(withInlineStyles(this.#read('layout.html')), 'html'),
    );
    for (const kind of NOTIFICATION_KINDS) {
      if (kindRule(kind).mailSwitch === undefined) continue;
      const templates = this.#attempt(kind, () => this.#load(kind));
      if (templates !== undefined) this.#byKind.set(kind, templates);
    }
  }

  /** A notification as a mail. Never throws for what the notification contains. */
  render(input: MailInput): RenderedMail {
    const view = mailView(input, this.#deps.mode);
    const templates = this.#byKind.get(input.kind);
    const own = templates && this.#attempt(input.kind, () => this.#fill(templates, view));
    return own ?? this.#fill(this.#fallback, view);
  }

  #fill(templates: KindTemplates, view: MailView): RenderedMail {
    const subject = subjectLine(templates.subject(view));
    const content = templates.html(view);
    return {
      subject,
      text: textPart(templates.text(view)),
      html: this.#attempt('layout', () => this.#layout?.({ ...view, subject, content })) ?? content,
    };
  }

  #load(kind: string): KindTemplates {
    return this.#compile({
      subject: this.#read(join(kind, 'subject')),
      text: this.#read(join(kind, 'text')),
      html: this.#read(join(kind, 'html')),
    });
  }

  #compile({ subject, text, html }: typeof FALLBACK): KindTemplates {
    return {
      subject: this.#engine.compile(subject, 'subject'),
      text: this.#engine.compile(`${text.trimEnd()}${TEXT_FOOTER}`, 'text'),
      html: this.#engine.compile(withInlineStyles(html), 'html'),
    };
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, `${name}.liquid`), 'utf8');
  }

  /** Undefined, and a line in the log, when it fails: a broken template must not cost the mail. */
  #attempt<Result>(template: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.#deps.log.error({ err: error, template }, 'A mail template cannot be used');
      return undefined;
    }
  }
}
