import type { ParseArgsConfig } from 'node:util';

export type CommandOptions = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** One subcommand of the command line. Throws StartError with one sentence when it cannot do its work. */
export interface Command {
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Option that may also be given as the one word after the command's name. */
  readonly argument?: string;
  readonly run: (options: CommandOptions) => Promise<void>;
}

/** A text option, or undefined when it was not given. */
export function textOption(options: CommandOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
