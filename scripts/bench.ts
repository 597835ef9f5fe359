// Measures what this computer can carry, against nginx and against plainer ways of doing the same.
// Usage: bench [--only serving,ingest] [--quick] [--server CLI.JS]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { confineSelf, LOAD_CORE, Spinners } from './bench/machine/cores.ts';
import { describeMachine, versionOf } from './bench/machine/describe.ts';
import { busyText, machineText, tableText } from './bench/report.ts';
import type { Bench, Section, SectionResult } from './bench/section.ts';
import { delivery } from './bench/sections/delivery.ts';
import { ingest } from './bench/sections/ingest.ts';
import { news } from './bench/sections/news.ts';
import { screen } from './bench/sections/screen.ts';
import { serving } from './bench/sections/serving.ts';
import { growth, shop } from './bench/sections/shop.ts';
import { start } from './bench/sections/start.ts';

const ROOT = join(import.meta.dirname, '..');
const SECTIONS: Readonly<Record<string, Section>> = {
  serving,
  ingest,
  shop,
  growth,
  delivery,
  screen,
  news,
  start,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    server: { type: 'string', default: join(ROOT, 'dist', 'server', 'cli.js') },
    out: { type: 'string', default: join(ROOT, 'bench', 'results') },
  },
});

function chosen(): string[] {
  const names = values.only?.split(',') ?? Object.keys(SECTIONS);
  const unknown = names.find((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown === undefined) return names;
  throw new Error(`There is no section "${unknown}". Known: ${Object.keys(SECTIONS).join(', ')}.`);
}

async function run(): Promise<void> {
  if (process.platform !== 'linux')
    throw new Error('The bench reads CPU times from /proc, so it runs on Linux only.');
  const names = chosen();
  const machine = describeMachine();
  console.log(machineText(machine));
  const busy = busyText(machine);
  if (busy !== undefined) console.log(busy);
  if (machine.nginx === undefined) console.log('nginx is not here: its rows are left out.');
  const canPlay = machine.chromium !== undefined && versionOf('ffmpeg', '-version') !== undefined;
  confineSelf(LOAD_CORE);
  using spinners = new Spinners();
  spinners.start();
  const results: Record<string, SectionResult> = {};
  for (const name of names) {
    const section = SECTIONS[name];
    if (section === undefined) continue;
    if ((section === screen || section === news) && !canPlay) {
      console.log(`chromium or ffmpeg is not here: section "${name}" is left out.`);
      continue;
    }
    const bench: Bench = {
      quick: values.quick,
      serverArgs: [resolve(values.server), 'serve'],
      hasNginx: machine.nginx !== undefined,
      say: (text) => process.stderr.write(`  ${name}: ${text}\n`),
    };
    const result = await section(bench);
    results[name] = result;
    console.log(tableText(result));
  }
  mkdirSync(values.out, { recursive: true });
  const file = join(values.out, `${machine.at.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ machine, quick: values.quick, results }, undefined, 2)}\n`);
  console.log(`Everything measured: ${file}`);
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
