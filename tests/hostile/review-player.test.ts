import { describe, expect, it } from 'vitest';
import { Freshness } from '../../renderer/features/player/freshness.ts';
import { LatencyController } from '../../renderer/features/player/latency-controller.ts';
import { judge } from '../../renderer/features/player/player-state.ts';

/** Plays `seconds` of a camera with segments of `segmentS`: a segment's worth of buffer arrives each `segmentS`. */
function play(segmentS: number, seconds: number): { stalledS: number; skippedS: number } {
  const controller = new LatencyController();
  let buffer = 0;
  let stalledS = 0;
  let skippedS = 0;
  for (let ms = 0; ms < seconds * 1000; ms += 50) {
    if (ms % (segmentS * 1000) === 0) buffer += segmentS;
    const { rate, skip } = controller.sample(ms, buffer);
    const settled = ms > 20_000;
    if (settled) skippedS += skip;
    buffer -= skip;
    const step = 0.05 * rate;
    if (buffer < step && settled) stalledS += 0.05;
    buffer = Math.max(0, buffer - step);
  }
  return { stalledS, skippedS };
}

describe('segments longer than a second', () => {
  it.each([2, 4, 10, 30])('%i s: plays on without stalls and skips nothing once settled', (segmentS) => {
    const { stalledS, skippedS } = play(segmentS, 20 + segmentS * 20);
    expect(skippedS).toBeLessThan(0.5);
    expect(stalledS).toBeLessThan(segmentS);
  });

  it.each([4, 10])('%i s: a flowing stream stays green between two segments', (segmentS) => {
    const fresh = new Freshness();
    const phases = new Set<string>();
    for (let ms = 0; ms < segmentS * 10_000; ms += 100) {
      const now = 1_000_000 + ms;
      // Playlist requests follow the target duration; `targetS` is for a Freshness that wants to know it.
      const targetS = segmentS;
      if (ms % (segmentS * 1000) === 0) {
        const grown = [100 + ms / (segmentS * 1000), now, targetS] as unknown as [number, number];
        fresh.playlist(...grown);
      }
      fresh.shown(ms / 100, now);
      const facts = {
        running: true,
        paused: false,
        blocked: null,
        ...proofs(fresh),
        delayMs: segmentS * 1400,
      };
      if (ms > segmentS * 3000) phases.add(judge(facts, now));
    }
    expect([...phases]).toEqual(['live']);
  });
});

/** Everything a Freshness knows, under the names `judge` takes. */
function proofs(fresh: Freshness) {
  const { lastFrameAt, lastAdvanceAt } = fresh;
  const segmentMs: unknown = Reflect.get(fresh, 'segmentMs');
  return { lastFrameAt, lastAdvanceAt, segmentMs };
}

describe('proofs', () => {
  it('a stream whose numbering fell (restored server) becomes green again', () => {
    const fresh = new Freshness();
    for (let n = 0; n < 5; n += 1) fresh.playlist(9000 + n, n * 1000);
    for (let n = 0; n < 5; n += 1) fresh.playlist(4000 + n, 10_000 + n * 1000);
    expect(fresh.lastAdvanceAt).toBe(14_000);
  });

  it('a clock that was set back is no proof: a frozen picture is not live', () => {
    const now = 1_000_000;
    const future = now + 3_600_000;
    const facts = { running: true, paused: false, blocked: null, delayMs: 0 };
    expect(judge({ ...facts, lastFrameAt: future, lastAdvanceAt: future }, now)).not.toBe('live');
  });
});
