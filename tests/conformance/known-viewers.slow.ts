// Viewers known from memory are answered on a short way of their own; nobody may notice which way it was.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Ask } from '../support/test-client.ts';
import { addMember, OWNER, signIn } from '../support/people.ts';
import { eventually } from '../support/wait.ts';
import { startScene, type Camera, type Scene } from './scene.ts';

let scene: Scene;
let camera: Camera;
let uri: string;

beforeAll(async () => {
  scene = await startScene();
  camera = await scene.camera();
  await camera.stream(1, 5);
  uri = (await camera.shown()).entries.at(-1)?.uri ?? '';
}, 60_000);
afterAll(() => scene[Symbol.asyncDispose]());

/** A header only a proxy sends; without a trusted proxy it means nothing but the long way. */
const LONG_WAY = { 'x-forwarded-for': '192.0.2.7' };

function comparable({ status, headers, bytes }: Answer): object {
  const { date: _date, 'x-request-id': id, ...others } = headers;
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { status, others, hasId: typeof id === 'string' && /^[0-9a-f]{16}$/.test(id), hash };
}

function both(path: string, options: Ask = {}): Promise<Answer[]> {
  const long = { ...options, headers: { ...options.headers, ...LONG_WAY } };
  return Promise.all([scene.owner.get(path, options), scene.owner.get(path, long)]);
}

describe('the short way answers as the long way', () => {
  it.each([
    ['the playlist', () => 'stream.m3u8'],
    ['a listed segment', () => uri],
    ['a segment by its bare name', () => uri.split('?', 1)[0] ?? ''],
    ['a segment with further parameters', () => `${uri}&x=1`],
    ['a segment of another version', () => uri.replace(/v=.*/, 'v=00000000')],
    ['a segment that never was', () => 'segment/segment_09999.ts?v=00000000'],
    ['a name that is none', () => 'segment/secret.ts?v=00000000'],
    ['a playlist with a slash at the end', () => 'stream.m3u8/'],
    ['a playlist that is not there yet, too far ahead', () => 'stream.m3u8?_HLS_msn=999999'],
  ])('%s', async (_, address) => {
    const [short, long] = await both(`/api/cameras/${camera.id}/${address()}`);
    expect(comparable(short as Answer)).toEqual(comparable(long as Answer));
  });

  it('a camera that is not there', async () => {
    const [short, long] = await both('/api/cameras/00000000_nothing/stream.m3u8');
    expect([short?.status, comparable(short as Answer)]).toEqual([404, comparable(long as Answer)]);
  });

  it('a caller whose session is unknown', async () => {
    const path = `/api/cameras/${camera.id}/${uri}`;
    for (const headers of [{}, { cookie: 'sentinel_session=x' }, { authorization: 'Bearer x' }]) {
      const answer = await scene.server.anonymous.get(path, { headers });
      expect(answer.status).toBe(401);
    }
  });

  it('somebody known who signed out is unknown with the next request', async () => {
    const path = `/api/cameras/${camera.id}/${uri}`;
    const other = await signIn(scene.server.url, OWNER.email, OWNER.password);
    const headers = { cookie: `theme=dark; ${other.headers['cookie'] ?? ''}` };
    const look = async () => (await scene.server.anonymous.get(path, { headers })).status;
    expect([await look(), await look()]).toEqual([200, 200]);
    expect((await other.post('/api/auth/sign-out')).status).toBe(200);
    expect([await look(), await look()]).toEqual([401, 401]);
    expect((await scene.owner.get(path)).status).toBe(200);
  });

  it('a Bearer token wins over the cookie', async () => {
    const answer = await scene.owner.get(`/api/cameras/${camera.id}/${uri}`, {
      headers: { authorization: 'bearer  x' },
    });
    expect(answer.status).toBe(401);
  });

  it('a page under a foreign name', async () => {
    const answer = await scene.owner.get(`/api/cameras/${camera.id}/${uri}`, {
      headers: { host: 'evil.example' },
    });
    expect(answer.status).toBe(421);
    expect((await scene.owner.get(`/api/cameras/${camera.id}/${uri}`)).status).toBe(200);
  });

  it('a caller of another site learns of `Vary`', async () => {
    const answer = await scene.owner.get(`/api/cameras/${camera.id}/${uri}`, {
      headers: { origin: 'http://a.example' },
    });
    expect([answer.status, answer.headers['vary']]).toEqual([200, 'Origin']);
  });

  it('the request id of the caller is kept', async () => {
    const headers = { 'x-request-id': 'abcdefgh-1234' };
    const answer = await scene.owner.get(`/api/cameras/${camera.id}/stream.m3u8`, { headers });
    expect(answer.headers['x-request-id']).toBe('abcdefgh-1234');
  });

  it('each answer has a request id of its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => scene.owner.get(`/api/cameras/${camera.id}/${uri}`)),
    );
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(300);
  });

  it('a playlist is as new as what was pushed', async () => {
    const before = (await camera.shown()).entries.length;
    await camera.stream(6, 7);
    expect((await camera.shown()).entries.length).toBe(before + 2);
    uri = (await camera.shown()).entries.at(-1)?.uri ?? '';
  });
});

describe('what is counted', () => {
  it('watching is noted the first time and five minutes later', async () => {
    const other = await scene.camera();
    await other.stream(1, 3);
    const notes = () =>
      scene.sql('SELECT count(*) AS n FROM stream_access_logs WHERE camera_id = ?', other.id)[0]?.['n'];
    await other.view();
    await eventually('the first note', () => notes() === 1);
    await other.view();
    scene.advance(301_000);
    await other.stream(4, 5);
    await other.view();
    await eventually('the second note', () => notes() === 2);
  });

  it('watching without a playlist, as pages do that hear of segments, is noted just the same', async () => {
    const other = await scene.camera();
    await other.stream(1, 3);
    const notes = () =>
      scene.sql('SELECT count(*) AS n FROM stream_access_logs WHERE camera_id = ?', other.id)[0]?.['n'];
    const address = (await other.shown()).entries.at(-1)?.uri ?? '';
    await eventually('the note of who asked for the playlist', () => notes() === 1);
    const member = await addMember(scene.owner, 'mia@example.com', 'member');
    for (let times = 0; times < 2; times += 1)
      expect((await member.get(`/api/cameras/${other.id}/${address}`)).status).toBe(200);
    await eventually('the note of who asked for segments only', () => notes() === 2);
  });
});
