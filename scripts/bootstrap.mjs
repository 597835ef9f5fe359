#!/usr/bin/env node
// First program of every npm script. Plain JavaScript without dependencies: it must run on a machine that
// has nothing but Node 20 and npm, before any package is installed.
import { runCommand } from './bootstrap/commands.mjs';
import { describeFailure } from './bootstrap/failure.mjs';
import { nodeVersionProblem } from './bootstrap/node-version.mjs';

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const [command = 'start', ...args] = process.argv.slice(2);
  try {
    process.exitCode = await runCommand(command, args);
  } catch (error) {
    console.error(describeFailure(error));
    process.exitCode = 1;
  }
}
