/**
 * @param {number} milliseconds
 * @returns {string} e.g. `0.4 s`, `41 s`, `3 min 5 s`
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Prints `title … done in 41 s` around a piece of work; on an error the line ends with `failed`.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  process.stdout.write(`${title} … `);
  try {
    const result = await work();
    process.stdout.write(`done in ${duration(performance.now() - started)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed after ${duration(performance.now() - started)}\n`);
    throw error;
  }
}
