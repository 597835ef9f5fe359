import { spawn } from 'node:child_process';

/** First picture of a segment as JPEG. Throws when ffmpeg cannot be run or finds no picture. */
export function pictureOf(segment: Buffer): Promise<Buffer> {
  const input = ['-f', 'mpegts', '-i', 'pipe:0', '-frames:v', '1'];
  const output = ['-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '4', 'pipe:1'];
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...input, ...output]);
  const picture: Buffer[] = [];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.on('data', (chunk: Buffer) => picture.push(chunk));
    // ffmpeg closes its input as soon as it has the first picture.
    child.stdin.on('error', () => undefined);
    child.once('close', (code) => {
      if (code === 0 && picture.length > 0) resolve(Buffer.concat(picture));
      else reject(new Error(`FFmpeg failed (exit code ${code ?? 'none'})`));
    });
    child.stdin.end(segment);
  });
}
