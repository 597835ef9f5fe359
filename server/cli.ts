#!/usr/bin/env node
import { parseArgs } from 'node:util';
import type { Command, CommandOptions } from './command-line/command.ts';
import { commands } from './command-line/commands.ts';
import { StartError } from './start-error.ts';

/** Runs one subcommand; the first argument names it, `serve` is the default. Exit code 1 with one sentence on failure. */
async function main(args: readonly string[]): Promise<void> {
  const [first, ...rest] = args;
  const named = first !== undefined && !first.startsWith('-');
  const name = named ? first : 'serve';
  const command = commands.get(name);
  if (command === undefined) {
    throw new StartError(
      `There is no command "${name}". Commands: ${[...commands.keys()].join(', ')}.`,
      'usage',
    );
  }
  const options = parse(command, named ? rest : [...args]);
  await command.run(options);
}

function parse({ options, argument }: Command, args: string[]): CommandOptions {
  try {
    const words = argument === undefined ? 0 : 1;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: words > 0 });
    if (positionals.length > words) throw new Error(`Unexpected "${positionals[words]}".`);
    return argument === undefined || positionals.length === 0
      ? values
      : { [argument]: positionals[0], ...values };
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), 'usage');
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
