import { segmentName } from '../wire/playlist-text.ts';
import { loopSegment, type LoopView } from './loop-library.ts';

/** One finished MPEG-TS file. */
export interface Segment {
  readonly number: number;
  readonly name: string;
  readonly seconds: number;
  readonly bytes: Buffer;
}

/** Stands for one FFmpeg run. */
export interface SegmentSource {
  /** Ends the run; nothing is handed out afterwards. */
  stop(): void;
}

export interface LoopRun {
  readonly firstNumber: number;
  readonly intervalMs: number;
  readonly view: LoopView & { readonly seconds: number };
}

/** Plays a committed loop: the next segment every `intervalMs`, kept on an absolute schedule. */
export function startLoop(run: LoopRun, onSegment: (segment: Segment) => void): SegmentSource {
  const begun = performance.now();
  let produced = 0;
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    const due = begun + (produced + 1) * run.intervalMs;
    timer = setTimeout(produce, Math.max(0, due - performance.now()));
  };
  const produce = (): void => {
    const number = run.firstNumber + produced;
    produced += 1;
    arm();
    const bytes = loopSegment(number, run.view);
    onSegment({ number, name: segmentName(number), seconds: run.view.seconds, bytes });
  };
  arm();
  return { stop: () => clearTimeout(timer) };
}
