import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { DISPLAY_HEIGHT, DISPLAY_WIDTH } from '../electron/screen.ts';

const run = promisify(execFile);
const PROGRAM = 'Xvfb';
const SIZE = `${2 * DISPLAY_WIDTH}x${DISPLAY_HEIGHT}`;

/** An X server whose screen nobody sees: two displays wide. */
export class VirtualDisplay {
  /** As for `DISPLAY`. */
  readonly name: string;
  readonly #stop: () => Promise<void>;

  private constructor(name: string, stop: () => Promise<void>) {
    this.name = name;
    this.#stop = stop;
  }

  static async start(): Promise<VirtualDisplay> {
    const server = spawn(PROGRAM, ['-displayfd', '3', '-screen', '0', `${SIZE}x24`, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const ended = once(server, 'exit');
    const numbers = server.stdio[3];
    if (numbers === null || numbers === undefined) throw new Error('Xvfb has no pipe');
    const number = await Promise.race([once(numbers, 'data'), ended.then(() => undefined)]);
    if (number === undefined) throw new Error('Xvfb did not start');
    return new VirtualDisplay(`:${String(number[0]).trim()}`, async () => {
      server.kill();
      await ended;
    });
  }

  /** The whole screen as a picture file. */
  async picture(file: string): Promise<void> {
    const input = ['-f', 'x11grab', '-draw_mouse', '0', '-video_size', SIZE, '-i', this.name];
    await run('ffmpeg', ['-v', 'error', '-y', ...input, '-frames:v', '1', file]);
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}
