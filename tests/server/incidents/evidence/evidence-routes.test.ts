import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Evidence, IncidentDetail } from '../../../../server/contract/incidents/incidents.ts';
import { incidentEvidence } from '../../../../server/db/schema/incidents.ts';
import { storedEvidence } from '../../../../server/incidents/evidence/evidence-service.ts';
import { deleteIncident } from '../../../../server/incidents/incident-service.ts';
import type { Answer } from '../../../support/test-client.ts';
import type { ChannelEnd } from '../../nodes/channel-bench.ts';
import { agent, FOREIGN, GATE, IncidentBench, numbers, YARD } from '../incident-bench.ts';

const PICTURE = readFileSync(join(import.meta.dirname, '../../../../scripts/media/front-door.jpg'));
const NOTES = '/api/incidents/1/evidence';

let bench: IncidentBench;
beforeEach(async () => {
  bench = await IncidentBench.start();
  await bench.filed();
});
afterEach(() => bench[Symbol.asyncDispose]());

const add = (body: unknown): Promise<Answer> => bench.admin.post(NOTES, body);
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  bench.admin.get(`${NOTES}/${path}`, { headers });

/** Stores evidence as it is. */
async function stored(row: Partial<typeof incidentEvidence.$inferInsert>): Promise<number> {
  const timestamp = bench.clock.now();
  const { id } = await bench.db.write(async (tx) =>
    tx
      .insert(incidentEvidence)
      .values({ orgId: 'org_1', incidentId: 1, kind: 'clip', timestamp, ...row })
      .returning({ id: incidentEvidence.id })
      .get(),
  );
  return id;
}

async function answered(end: ChannelEnd, payload: unknown, body: unknown): Promise<Answer> {
  const earlier = end.frames.filter(({ type }) => type === 'command').length;
  const answer = add(body);
  const { id } = await end.frame('command', earlier + 1);
  end.say({ type: 'command_result', id, payload });
  return answer;
}

describe('adding evidence', () => {
  it('ai-mcp 39: an observation needs words, and a camera only if one is named', async () => {
    bench.clock.advance(1_000);
    const answer = await add({ kind: 'observation', text: '  A red van. ' });
    expect([answer.status, answer.json()]).toEqual([
      201,
      {
        id: 1,
        incident_id: 1,
        kind: 'observation',
        text: 'A red van.',
        camera_id: null,
        has_data: false,
        data_mime: null,
        timestamp: '2026-03-01T12:00:01.000Z',
      },
    ]);
    expect(bench.told()).toEqual(['org_1 admin incidents']);
    expect((await add({ kind: 'observation', text: 'x', camera_id: GATE })).json()).toMatchObject({
      camera_id: GATE,
    });
    expect((await add({ kind: 'observation', text: ' ' })).status).toBe(422);
    expect((await add({ kind: 'observation', text: 'x', camera_id: FOREIGN })).status).toBe(400);
    const detail = (await bench.admin.get('/api/incidents/1')).json<IncidentDetail>();
    expect(detail).toMatchObject({ evidence_count: 2, updated_at: '2026-03-01T12:00:01.000Z' });
    expect(detail.evidence.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('a picture is taken now and stored with how it came about', async () => {
    const end = await bench.connect();
    const data = { image_b64: PICTURE.toString('base64'), timestamp: 1_772_366_400_123 };
    const answer = await answered(
      end,
      { status: 'success', data },
      { kind: 'snapshot', camera_id: GATE, note: ' Van ' },
    );
    expect([answer.status, answer.json()]).toEqual([
      201,
      expect.objectContaining({ kind: 'snapshot', text: 'Van', has_data: true, data_mime: 'image/jpeg' }),
    ]);
    expect((await get('1')).bytes.equals(PICTURE)).toBe(true);
    const [{ capture, addedBy } = {}] = await storedEvidence(bench.deps, { orgId: 'org_1' }, 1);
    expect(addedBy).toBe('user:user_admin');
    expect(capture).toEqual({
      kind: 'snapshot',
      node_id: 'aaaaaaaa',
      requested_at: '2026-03-01T12:00:00.000Z',
      received_at: '2026-03-01T12:00:00.000Z',
      node_time: '2026-03-01T12:00:00.123Z',
      node_clock_offset_ms: null,
    });
  });

  it('a picture that cannot be had is refused with its reason, and nothing is stored', async () => {
    const wanted = { kind: 'snapshot', camera_id: GATE };
    expect((await add(wanted)).status).toBe(503);
    expect((await add({ ...wanted, camera_id: FOREIGN })).status).toBe(400);
    const end = await bench.connect();
    const failed = await answered(end, { status: 'error', error: 'Disk is gone' }, wanted);
    expect([failed.status, failed.text]).toEqual([502, expect.stringContaining('Disk is gone')]);
    bench.commandTimeoutMs = 50;
    expect((await add(wanted)).status).toBe(504);
    const missing = await bench.admin.post('/api/incidents/9/evidence', wanted);
    expect(missing.status).toBe(404);
    expect(end.frames.filter(({ type }) => type === 'command')).toHaveLength(2);
    expect(await storedEvidence(bench.deps, { orgId: 'org_1' }, 1)).toEqual([]);
  });

  it('ai-mcp B27: an incident deleted while its picture is taken stays deleted', async () => {
    const end = await bench.connect();
    const answer = add({ kind: 'snapshot', camera_id: GATE });
    const command = await end.frame('command');
    await deleteIncident(bench.deps, agent(), 1);
    end.answer(command, { image_b64: PICTURE.toString('base64') });
    expect((await answer).status).toBe(404);
    expect(bench.db.read.select().from(incidentEvidence).all()).toEqual([]);
  });

  it('a clip of the last 15 s unless told otherwise; none when the camera stands still', async () => {
    expect((await add({ kind: 'clip', camera_id: YARD })).status).toBe(409);
    bench.push(YARD, numbers(1, 40));
    expect((await add({ kind: 'clip', camera_id: YARD, note: ' ' })).json<Evidence>()).toMatchObject({
      data_mime: 'video/mp2t;duration=15.0',
      text: null,
    });
    for (const seconds of [1, 61, 2.5])
      expect((await add({ kind: 'clip', camera_id: YARD, duration_seconds: seconds })).status).toBe(422);
    expect((await add({ kind: 'hearsay', text: 'x' })).status).toBe(422);
  });
});

describe('the bytes of evidence', () => {
  const data = Buffer.from('0123456789');

  it('ai-mcp 64: type without parameters, cached privately for five minutes, all bytes', async () => {
    await stored({ data, dataMime: 'video/mp2t;duration=1.0' });
    await stored({ data, kind: 'snapshot', dataMime: 'image/png' });
    await stored({ data, kind: 'snapshot' });
    const answers = await Promise.all(['1', '2', '3'].map((id) => get(id)));
    const types = answers.map(({ headers }) => headers['content-type']);
    expect(types).toEqual(['video/mp2t', 'image/png', 'application/octet-stream']);
    for (const { status, headers, bytes } of answers) {
      expect([status, bytes.equals(data)]).toEqual([200, true]);
      expect(headers).toMatchObject({
        'cache-control': 'private, max-age=300',
        'accept-ranges': 'bytes',
        'content-length': '10',
      });
      expect(headers['content-disposition']).toBeUndefined();
    }
  });

  it('ai-mcp 64: words have no bytes; those of another incident or organisation are not there', async () => {
    await bench.filed();
    await stored({ kind: 'observation', text: 'x' });
    await stored({ incidentId: 2, data, dataMime: 'video/mp2t;duration=1.0' });
    expect((await bench.admin.get('/api/incidents/2/evidence/2')).status).toBe(200);
    for (const path of ['1', '2', '3', '2/playlist.m3u8'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    for (const path of ['2', '2/playlist.m3u8'])
      expect((await bench.as('other').get(`/api/incidents/2/evidence/${path}`)).status).toBe(404);
    expect((await bench.as('member').get('/api/incidents/2/evidence/2')).status).toBe(403);
  });

  it('a single range is honoured, one behind the end is 416', async () => {
    await stored({ data, dataMime: 'video/mp2t' });
    const part = await get('1', { range: 'bytes=2-5' });
    expect([part.status, part.text, part.headers['content-range'], part.headers['content-length']]).toEqual([
      206,
      '2345',
      'bytes 2-5/10',
      '4',
    ]);
    expect((await get('1', { range: 'bytes=-3' })).text).toBe('789');
    expect((await get('1', { range: 'bytes=7-' })).headers['content-range']).toBe('bytes 7-9/10');
    const behind = await get('1', { range: 'bytes=10-' });
    expect([behind.status, behind.headers['content-range']]).toEqual([416, 'bytes */10']);
    expect(behind.headers['cache-control']).toBe('no-store');
    const conditional = await get('1', { range: 'bytes=2-5', 'if-range': '"x"' });
    expect([conditional.status, conditional.text]).toEqual([200, '0123456789']);
    const head = await bench.admin.ask('HEAD', `${NOTES}/1`);
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, '10', 0]);
  });
});

describe('the playlist of a clip', () => {
  it('ai-mcp 65: one segment of the clip, a whole second of reserve, an absolute address', async () => {
    await stored({ data: Buffer.from('x'), dataMime: 'video/mp2t;duration=16.0' });
    const { status, headers, text } = await get('1/playlist.m3u8');
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'application/vnd.apple.mpegurl',
      'private, max-age=300',
    ]);
    expect(text.split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:3',
      '#EXT-X-TARGETDURATION:17',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXTINF:16.000,',
      '/api/incidents/1/evidence/1',
      '#EXT-X-ENDLIST',
      '',
    ]);
  });

  it('ai-mcp 65: a clip that does not tell its length counts as a minute; pictures have no playlist', async () => {
    await stored({ data: Buffer.from('x'), dataMime: 'video/mp2t' });
    await stored({ data: Buffer.from('x'), kind: 'snapshot', dataMime: 'image/jpeg' });
    await stored({ data: null });
    const { text } = await get('1/playlist.m3u8');
    expect(text).toContain('#EXT-X-TARGETDURATION:61\n');
    expect(text).toContain('#EXTINF:60.000,\n');
    for (const id of [2, 3, 4]) expect((await get(`${id}/playlist.m3u8`)).status).toBe(404);
  });
});

it('ai-mcp 66: the 121st request in a minute is limited, also for what is not there', async () => {
  for (const path of ['7', '7/playlist.m3u8']) {
    const statuses: number[] = [];
    for (let count = 0; count < 121; count += 1) statuses.push((await get(path)).status);
    expect(statuses.slice(0, 120).every((status) => status === 404)).toBe(true);
    expect(statuses[120]).toBe(429);
  }
});
