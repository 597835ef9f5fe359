import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure, BootstrapFailure } from './failure.mjs';
import { logFile, modules, node24, toolEnvironment } from './paths.mjs';
import { runOnNode24, runToLog } from './processes.mjs';
import { duration } from './progress.mjs';

/**
 * @typedef {object} Outcome
 * @property {boolean} ok
 * @property {number} passed tests
 * @property {number} failed tests; a stage without tests that fails counts as one
 */

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {boolean} isGate nothing after it runs when it fails
 * @property {() => Promise<Outcome>} run
 */

const networkLog = () => logFile('network-violations');

/**
 * A tool that says nothing of interest when all is well.
 * @param {string} title
 * @param {string} file script of the tool, from node_modules
 * @param {string[]} args
 * @param {string} remedy shown when it fails
 * @returns {Stage}
 */
function tool(title, file, args, remedy) {
  const run = async () => {
    const log = logFile(title.replaceAll(' ', '-'));
    const code = await runToLog(node24, [join(modules, file), ...args], {
      env: toolEnvironment({ NO_COLOR: '1' }),
      log,
    });
    if (code !== 0) console.log(describeFailure(new BootstrapFailure(remedy, log)));
    return { ok: code === 0, passed: 0, failed: code === 0 ? 0 : 1 };
  };
  return { title, isGate: true, run };
}

/**
 * One vitest run over some projects of vitest.config.ts, with the network guard's record checked afterwards.
 * @param {string} title
 * @param {string[]} projects
 * @param {string[]} [args]
 * @returns {Stage}
 */
export function tests(title, projects, args = []) {
  const run = async () => {
    const results = logFile(`${title.replaceAll(' ', '-')}-results`);
    rmSync(results, { force: true });
    rmSync(networkLog(), { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
    const chosen = projects.map((name) => `--project=${name}`);
    const code = await runOnNode24(
      [join(modules, 'vitest/vitest.mjs'), 'run', ...chosen, ...reporters, ...args],
      {
        env: { SENTINEL_TEST_NETWORK_LOG: networkLog(), ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) },
      },
    );
    const counts = testCounts(results);
    const clean = reportNetworkViolations();
    const ok = code === 0 && clean;
    return { ok, passed: counts.passed, failed: Math.max(counts.failed, ok ? 0 : 1) };
  };
  return { title, isGate: false, run };
}

/**
 * @param {string} file vitest's JSON report
 * @returns {{ passed: number, failed: number }}
 */
function testCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

/** @returns {boolean} true when no test looked up or contacted anything but this computer */
function reportNetworkViolations() {
  if (!existsSync(networkLog())) return true;
  console.log(`\nTests tried to reach the network:\n${readFileSync(networkLog(), 'utf8')}`);
  return false;
}

export const staticStages = [
  tool('formatting', 'oxfmt/bin/oxfmt', ['--check', '.'], 'Run `npm run format`.'),
  tool(
    'lint',
    'oxlint/bin/oxlint',
    ['--type-aware', '--deny-warnings', '.'],
    'Lint rules are broken, see above.',
  ),
  tool('types', 'typescript/bin/tsc', ['-b'], 'Types do not fit, see above.'),
  tool(
    'dead exports',
    'knip/bin/knip.js',
    ['--no-progress'],
    'Remove what nothing uses, or export it no longer.',
  ),
];

/**
 * Runs stages in order and prints a summary with durations. Code that breaks a gate is not tested at all, but failing
 * tests do not keep the later ones from telling what else is wrong.
 * @param {Stage[]} stages
 * @returns {Promise<Outcome>} sums
 */
export async function runStages(stages) {
  const total = { ok: true, passed: 0, failed: 0 };
  /** @type {string[]} */
  const summary = [];
  let isStopped = false;
  const width = Math.max(...stages.map(({ title }) => title.length));
  for (const { title, isGate, run } of stages) {
    if (isStopped) {
      summary.push(`  ${title.padEnd(width)}  not run`);
      continue;
    }
    console.log(`\n== ${title} ==`);
    const started = performance.now();
    const { ok, passed, failed } = await run();
    total.ok &&= ok;
    isStopped = isGate && !ok;
    total.passed += passed;
    total.failed += failed;
    const took = duration(performance.now() - started);
    const verdict = ok ? 'passed' : 'FAILED';
    console.log(ok ? `${title}: passed in ${took}` : `${title}: FAILED after ${took}`);
    summary.push(`  ${title.padEnd(width)}  ${verdict}  ${took}`);
  }
  console.log(`\n== summary ==\n${summary.join('\n')}`);
  return total;
}
