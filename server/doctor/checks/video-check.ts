import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import { NODE_KEY_HEADER } from '../../http/request-facts.ts';
import { findingsOf, type Finding } from '../finding.ts';
import { decode } from '../rehearsal/decode.ts';
import type { Rehearsal, SyntheticCamera } from '../rehearsal/rehearsal.ts';
import { sampleName, samplePlaylist, sampleSegments } from '../rehearsal/sample-video.ts';

export interface VideoCheckDeps {
  readonly clock: Clock;
  readonly config: Pick<Config, 'segments'>;
  readonly rehearsal: Pick<Rehearsal, 'with'>;
  /** Address of this server on this computer. */
  readonly ownUrl: () => string;
  readonly ffprobe: string;
}

const { ok, bad } = findingsOf('video');
const ANSWER_WITHIN_MS = 5_000;

/** Sends three seconds of video the way a node does and watches them the way a player does. */
export function checkVideo(deps: VideoCheckDeps): Promise<Finding> {
  return deps.rehearsal.with((camera) => rehearse(deps, camera));
}

async function rehearse(deps: VideoCheckDeps, camera: SyntheticCamera): Promise<Finding> {
  const begun = deps.clock.monotonicMs();
  const base = `${deps.ownUrl()}/api/cameras/${camera.cameraId}`;
  const sent = sampleSegments();
  const refused = await push(deps, base, camera, sent);
  if (refused !== undefined) return refused;
  const watched = await watch(base, camera);
  const expected = sent.slice(-deps.config.segments.maxPerCamera);
  if (watched?.length !== expected.length) return bad('video_lost', limitsOf(deps));
  if (!watched.every((bytes, index) => expected[index]?.equals(bytes) === true)) return bad('video_changed');
  const decoded = await decode(deps.ffprobe, watched);
  if (!decoded.ok) return bad('video_undecodable');
  const took = Math.round(deps.clock.monotonicMs() - begun);
  return ok('video_ok', { segments: watched.length, pictures: decoded.pictures ?? 0, ms: took });
}

async function push(
  deps: VideoCheckDeps,
  base: string,
  { nodeKey }: SyntheticCamera,
  segments: readonly Buffer[],
): Promise<Finding | undefined> {
  const headers = { [NODE_KEY_HEADER]: nodeKey };
  const post = (path: string, body: Buffer | string) =>
    ask(`${base}${path}`, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
  for (const [index, bytes] of segments.entries()) {
    const answer = await post(`/push-segment?filename=${sampleName(index)}`, bytes);
    if (answer?.status !== 200) return refusal(deps, answer?.status);
  }
  const answer = await post('/playlist', samplePlaylist(segments.length));
  return answer?.status === 200 ? undefined : refusal(deps, answer?.status);
}

function refusal({ config }: VideoCheckDeps, status = 0): Finding {
  return status === 413
    ? bad('video_too_large', { max_bytes: config.segments.pushMaxBytes })
    : bad('video_refused', { status });
}

function limitsOf({ config: { segments } }: VideoCheckDeps) {
  return { max_segments: segments.maxPerCamera, max_bytes: segments.maxTotalBytes };
}

/** The segments of the playlist, in its order; undefined when one of them does not come. */
async function watch(base: string, { viewerToken }: SyntheticCamera): Promise<readonly Buffer[] | undefined> {
  const headers = { authorization: `Bearer ${viewerToken}` };
  const playlist = await ask(`${base}/stream.m3u8`, { headers });
  if (playlist?.status !== 200) return undefined;
  const uris = playlist.body
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const segments = await Promise.all(uris.map((uri) => ask(`${base}/${uri}`, { headers })));
  return segments.every((answer) => answer?.status === 200)
    ? segments.flatMap((answer) => (answer === undefined ? [] : [answer.body]))
    : undefined;
}

async function ask(
  url: string,
  request: RequestInit,
): Promise<{ readonly status: number; readonly body: Buffer } | undefined> {
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  } catch {
    return undefined;
  }
}
