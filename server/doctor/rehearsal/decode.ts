import { execFile } from 'node:child_process';
import { beginsPlayable } from './transport-stream.ts';

const DECODE_WITHIN_MS = 10_000;

/** `pictures` is undefined where only this program itself looked, because there is no ffprobe. */
export type Decoded = { readonly ok: true; readonly pictures: number | undefined } | { readonly ok: false };

/** Decodes MPEG-TS with ffprobe and counts the pictures; looks at the stream itself where there is no ffprobe. */
export async function decode(ffprobe: string, segments: readonly Buffer[]): Promise<Decoded> {
  if (!segments.every((segment) => beginsPlayable(segment))) return { ok: false };
  const pictures = await countPictures(ffprobe, Buffer.concat(segments));
  if (pictures === 'absent') return { ok: true, pictures: undefined };
  return pictures > 0 ? { ok: true, pictures } : { ok: false };
}

function countPictures(ffprobe: string, stream: Buffer): Promise<number | 'absent'> {
  const wanted = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
  const args = ['-v', 'error', '-f', 'mpegts', '-select_streams', 'v:0', ...wanted, 'pipe:0'];
  return new Promise((resolve) => {
    const options = { timeout: DECODE_WITHIN_MS, killSignal: 'SIGKILL', windowsHide: true } as const;
    const child = execFile(ffprobe, args, options, (error, stdout) => {
      if (error !== null) resolve(error.code === 'ENOENT' ? 'absent' : 0);
      else resolve(Number.parseInt(stdout, 10) || 0);
    });
    // It may end before it read everything; its exit says what is to be known.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stream);
  });
}
