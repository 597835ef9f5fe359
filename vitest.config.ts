import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { texts } from './renderer/texts.config.ts';
import { LongestFirst } from './scripts/test-order/longest-first.ts';

const MINUTE_MS = 60_000;
const setupFiles = ['tests/support/network-guard.mjs', 'tests/support/english-texts.ts'];
/** Tests of the shell run without Electron's program. */
const alias = { electron: fileURLToPath(new URL('tests/support/electron-double.ts', import.meta.url)) };
const parts = { unit: 'test', slow: 'slow', e2e: 'e2e', soak: 'soak' };

/** Test files are told apart by suffix: `*.test.ts` is quick, `*.slow.ts` takes seconds, `*.e2e.ts` drives a browser. */
function files(part: keyof typeof parts): string[] {
  return [`tests/**/*.${parts[part]}.{ts,tsx}`];
}

/** What plays many videos at once or judges times needs the computer for itself. */
const ALONE = [
  'tests/bench/*.e2e.ts',
  'tests/desktop/*.e2e.ts',
  'tests/server/mcp/wired/parallel-agents.e2e.ts',
  'tests/server/background/cleanup-beside-video.e2e.ts',
  'tests/e2e/{three-walls,live-journey,live-notices,control-plane,node-archive,wall}.e2e.ts',
];
const browserTests = { setupFiles, alias, testTimeout: 2 * MINUTE_MS, hookTimeout: 2 * MINUTE_MS };

export default defineConfig({
  plugins: [texts()],
  test: {
    // Two cores: more workers only make the timing of real servers worse, where these work instead of waiting.
    maxWorkers: 2,
    retry: 0,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['tests/support/network-guard.setup.ts'],
    projects: [
      {
        extends: true,
        // Loading the server anew for each file took longer than the tests themselves.
        test: {
          name: 'unit',
          include: files('unit'),
          setupFiles,
          alias,
          isolate: false,
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: files('slow'),
          setupFiles,
          alias,
          testTimeout: MINUTE_MS,
          hookTimeout: MINUTE_MS,
          // They mostly wait for servers, clocks and programs.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...browserTests,
          name: 'e2e',
          include: files('e2e'),
          exclude: ALONE,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...browserTests,
          name: 'e2e-alone',
          include: ALONE,
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'soak',
          include: files('soak'),
          setupFiles,
          testTimeout: 60 * MINUTE_MS,
          hookTimeout: 2 * MINUTE_MS,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
