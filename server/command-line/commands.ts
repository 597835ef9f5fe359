import type { Command } from './command.ts';
import { serve } from './serve.ts';

/** Every subcommand by name. */
export const commands: ReadonlyMap<string, Command> = new Map([['serve', serve]]);
