import { Liquid, type Template } from 'liquidjs';
import { localTime } from './local-time.ts';

const BYTES_PER_GIB = 1024 ** 3;

export type MailFormat = 'subject' | 'text' | 'html';

/** A template that was read and compiled. */
export type CompiledTemplate = (values: object) => string;

/**
 * The template engines: HTML escapes every value unless told `raw`, subject and text are for people's eyes as they are.
 * A value of 0 or '' counts as missing, so that an `if` hides what nobody knows.
 */
export class MailEngine {
  readonly #html = engine({ outputEscape: 'escape' });
  readonly #plain = engine({});

  /** Throws when the source is no template. */
  compile(source: string, format: MailFormat): CompiledTemplate {
    const liquid = format === 'html' ? this.#html : this.#plain;
    const template: Template[] = liquid.parse(source);
    return (values) => String(liquid.renderSync(template, values));
  }
}

function engine(options: { outputEscape?: 'escape' }): Liquid {
  const liquid = new Liquid({ ...options, jsTruthy: true, strictFilters: true, ownPropertyOnly: true });
  liquid.registerFilter('between', (text: unknown, before: unknown, after: unknown) =>
    between(String(text), String(before), String(after)),
  );
  liquid.registerFilter('gigabytes', (bytes: unknown) => `${(Number(bytes) / BYTES_PER_GIB).toFixed(1)} GB`);
  liquid.registerFilter('local_time', function localTimeOf(moment: unknown) {
    return localTime(moment, String(this.context.getSync(['time_zone'])));
  });
  return liquid;
}

/** The name inside a title: what stands before and after it is taken off where it is there. */
function between(text: string, before: string, after: string): string {
  const rest = text.startsWith(before) ? text.slice(before.length) : text;
  return after !== '' && rest.endsWith(after) ? rest.slice(0, -after.length) : rest;
}
