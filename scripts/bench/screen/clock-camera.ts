import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { segmentName } from '../../simulator/wire/playlist-text.ts';
import { ClockPictures, PICTURE } from './clock-picture.ts';

const LOOK_MS = 10;

/** Encodes the wall clock live in one-second segments, as a node does, and hands out each as soon as it is complete. */
export class ClockCamera implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sentinel-clock-'));
  readonly #encoder: ChildProcess;
  readonly #timers: NodeJS.Timeout[];
  readonly #pictures = new ClockPictures();
  #drawn = 0;
  #next = 1;

  constructor(onSegment: (bytes: Buffer) => void) {
    this.#encoder = spawn('ffmpeg', encoderArguments(this.#folder), { stdio: ['pipe', 'ignore', 'ignore'] });
    this.#encoder.stdin?.on('error', () => undefined);
    const startedAt = performance.now();
    this.#timers = [
      setInterval(() => this.#draw(startedAt), 4),
      setInterval(() => this.#look(onSegment), LOOK_MS),
    ];
  }

  /** Segments handed out so far. */
  get segments(): number {
    return this.#next - 1;
  }

  /** Draws the picture that is due; when late, the next one shows the time it is drawn at. */
  #draw(startedAt: number): void {
    const due = ((performance.now() - startedAt) * PICTURE.rate) / 1_000;
    while (this.#drawn < due) {
      this.#drawn += 1;
      this.#encoder.stdin?.write(Buffer.from(this.#pictures.draw(Date.now())));
    }
  }

  #look(onSegment: (bytes: Buffer) => void): void {
    let text: string;
    try {
      text = readFileSync(join(this.#folder, 'stream.m3u8'), 'utf8');
    } catch {
      // Nothing is complete yet.
      return;
    }
    while (text.includes(segmentName(this.#next))) {
      onSegment(readFileSync(join(this.#folder, segmentName(this.#next))));
      this.#next += 1;
    }
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#encoder.kill('SIGKILL');
    this.#encoder.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }
}

function encoderArguments(folder: string): string[] {
  const { width, height, rate } = PICTURE;
  const words = (text: string): string[] => text.split(' ');
  return [
    ...words(`-hide_banner -loglevel error -f rawvideo -pix_fmt gray -s ${width}x${height} -r ${rate} -i -`),
    ...words('-an -c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -pix_fmt yuv420p'),
    ...words(`-b:v 800k -g ${rate} -keyint_min ${rate} -sc_threshold 0`),
    ...words('-f hls -hls_time 1 -hls_list_size 15 -start_number 1 -hls_flags delete_segments+temp_file'),
    ...words('-hls_delete_threshold 30 -hls_segment_filename'),
    join(folder, 'segment_%05d.ts'),
    join(folder, 'stream.m3u8'),
  ];
}
