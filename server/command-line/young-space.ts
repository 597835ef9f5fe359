import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const ENOUGH_BYTES = 16_000_000;
const LOOK_EVERY_MS = 5_000;

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}

/**
 * Keeps V8's space for young objects as it is once it has 16 MB. By itself it doubles for minutes while much is asked for,
 * to 134 MB on a computer with much memory, which makes nothing here faster. The flag is read whenever the space would grow,
 * and by nothing else. Lasts as long as the process.
 */
export function boundYoungSpace(lookEveryMs = LOOK_EVERY_MS): void {
  const looking = setInterval(() => {
    if (youngBytes() < ENOUGH_BYTES) return;
    clearInterval(looking);
    setFlagsFromString('--semi-space-growth-factor=1');
  }, lookEveryMs).unref();
}
