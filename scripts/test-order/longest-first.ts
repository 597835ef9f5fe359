import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more: begun last, they would keep one worker busy while the others have nothing left. */
const LONG = [
  'tests/conformance/endurance.slow.ts',
  'tests/server/backups/restore-rehearsal.slow.ts',
  'tests/soak/shop-load.slow.ts',
  'tests/hostile/kill.slow.ts',
  'tests/e2e/public-pages.e2e.ts',
  'tests/e2e/trouble.e2e.ts',
  'tests/e2e/dashboard-pages.e2e.ts',
  'tests/e2e/wall-welcome.e2e.ts',
];

/** Starts the long files first; a fresh checkout has no durations of earlier runs to order by. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((file) => moduleId.endsWith(file));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
