import type { Command } from './command.ts';
import { backup, reassign, restore } from './database-commands.ts';
import { doctor } from './doctor.ts';
import { resetPassword } from './reset-password.ts';
import { serve } from './serve.ts';

/** Every subcommand by name. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ['serve', serve],
  ['reset-password', resetPassword],
  ['backup', backup],
  ['restore', restore],
  ['doctor', doctor],
  ['reassign-organization', reassign],
]);
