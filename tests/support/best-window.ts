/**
 * Measures again until a window stays below the limit, at most so many times; answers the figures of all windows. What
 * is promised of a computer that has nothing else to do holds in one of them on a busy one, too, while a fault of the
 * program itself is in all of them.
 */
export async function windowsUntil(
  { limitMs, windows }: { readonly limitMs: number; readonly windows: number },
  measure: () => Promise<number>,
): Promise<number[]> {
  const figures: number[] = [];
  while (figures.length < windows && !figures.some((ms) => ms < limitMs)) figures.push(await measure());
  return figures;
}
