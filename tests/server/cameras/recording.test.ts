import { describe, expect, it } from 'vitest';
import { writeSetting } from '../../../server/db/settings-repository.ts';
import { ControlBench, FOREIGN, GATE } from './control-bench.ts';

const OFF = {
  continuous_24_7: false,
  scheduled_recording: false,
  scheduled_start: null,
  scheduled_end: null,
};

async function setPolicy(bench: ControlBench, changes: unknown, cameraId = GATE) {
  return bench.admin.ask('PATCH', `/api/cameras/${cameraId}/recording-settings`, { body: changes });
}

async function policyOf(bench: ControlBench): Promise<unknown> {
  return (await bench.admin.get(`/api/cameras/${GATE}`)).json()['recording_policy'];
}

describe('recording policy', () => {
  it('rest 68: one field leaves the others; both modes at once or in two calls are refused; a switch is not', async () => {
    await using bench = await ControlBench.start();
    const times = { scheduled_start: '22:00', scheduled_end: '06:30' };
    expect((await setPolicy(bench, times)).json()).toEqual({
      success: true,
      camera_id: GATE,
      recording_policy: { ...OFF, ...times },
    });
    expect((await setPolicy(bench, { scheduled_recording: true })).status).toBe(200);
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times, scheduled_recording: true });
    const second = await setPolicy(bench, { continuous_24_7: true });
    expect(second.status).toBe(422);
    expect(second.json()['detail']).toContain('cannot both');
    const atOnce = await setPolicy(bench, { continuous_24_7: true, scheduled_recording: true });
    expect(atOnce.status).toBe(422);
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times, scheduled_recording: true });
    expect((await setPolicy(bench, { continuous_24_7: true, scheduled_recording: false })).status).toBe(200);
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times, continuous_24_7: true });
  });

  it('rest 69: malformed times are refused, an empty one clears, null and nothing leave', async () => {
    await using bench = await ControlBench.start();
    const times = { scheduled_start: '08:00', scheduled_end: '17:00' };
    await setPolicy(bench, times);
    for (const bad of ['25:00', '8:30', 'not-a-time', '24:00', '08:60', ' 8:00', 7, '0800']) {
      const answer = await setPolicy(bench, { scheduled_start: bad });
      expect([bad, answer.status]).toEqual([bad, 422]);
    }
    await setPolicy(bench, { scheduled_start: null, scheduled_end: null, continuous_24_7: null });
    await setPolicy(bench, {});
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times });
    await setPolicy(bench, { scheduled_start: '' });
    expect(await policyOf(bench)).toEqual({ ...OFF, scheduled_end: '17:00' });
  });

  it('rest 70: the record button flips continuous recording and ends a schedule; members may not', async () => {
    await using bench = await ControlBench.start();
    const toggle = (body: unknown) => bench.admin.post(`/api/cameras/${GATE}/recording`, body);
    await setPolicy(bench, { scheduled_recording: true, scheduled_start: '08:00', scheduled_end: '17:00' });
    expect((await toggle({ recording: true })).json()).toEqual({
      success: true,
      camera_id: GATE,
      recording: true,
    });
    const times = { scheduled_start: '08:00', scheduled_end: '17:00' };
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times, continuous_24_7: true });
    expect((await toggle({})).json()).toMatchObject({ recording: false });
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times });
    expect((await toggle({ recording: 'false' })).status).toBe(400);
    expect((await toggle('{"recording"')).status).toBe(400);
    expect((await toggle({ recording: 1 })).status).toBe(400);
    const member = bench.as('member');
    expect((await member.post(`/api/cameras/${GATE}/recording`, { recording: true })).status).toBe(403);
    const path = `/api/cameras/${GATE}/recording-settings`;
    expect((await member.ask('PATCH', path, { body: { continuous_24_7: true } })).status).toBe(403);
    expect(await policyOf(bench)).toEqual({ ...OFF, ...times });
  });

  it('every change is audited with what resulted, and told to dashboards; refusals are neither', async () => {
    await using bench = await ControlBench.start();
    await setPolicy(bench, { scheduled_start: '08:00', scheduled_end: '17:00', scheduled_recording: true });
    await bench.admin.post(`/api/cameras/${GATE}/recording`, { recording: true });
    expect(bench.changes()).toEqual(['org_1 all cameras', 'org_1 all cameras']);
    await setPolicy(bench, { scheduled_recording: true });
    expect(bench.changes()).toEqual([]);
    expect(bench.audit()).toEqual([
      {
        event: 'camera_recording_policy_updated',
        username: 'admin@example.com',
        details: {
          camera_id: GATE,
          continuous_24_7: false,
          scheduled_recording: true,
          scheduled_start: '08:00',
          scheduled_end: '17:00',
        },
      },
      {
        event: 'recording_toggled',
        username: 'admin@example.com',
        details: { camera_id: GATE, recording: true },
      },
    ]);
  });

  it('a camera of another organisation does not exist', async () => {
    await using bench = await ControlBench.start();
    expect((await setPolicy(bench, {}, FOREIGN)).status).toBe(404);
    const toggled = await bench.admin.post(`/api/cameras/${FOREIGN}/recording`, { recording: true });
    expect(toggled.status).toBe(404);
    expect(bench.audit()).toEqual([]);
  });
});

describe('whether a camera records', () => {
  it('what the policy asks for follows the clock of the organisation; what the node knows, its last answer', async () => {
    await using bench = await ControlBench.start();
    const recording = async () => (await bench.admin.get(`/api/cameras/${GATE}`)).json()['recording'];
    expect(await recording()).toEqual({ wanted: false, reported: null });
    await bench.db.write((tx) =>
      writeSetting(
        tx,
        { orgId: 'org_1', key: 'timezone', value: 'Asia/Kathmandu' },
        new Date('2026-03-01T00:00:00Z'),
      ),
    );
    // It is 12:00 UTC, which is 17:45 in Kathmandu.
    await setPolicy(bench, { scheduled_recording: true, scheduled_start: '17:46', scheduled_end: '18:00' });
    expect(await recording()).toEqual({ wanted: false, reported: null });
    bench.clock.advance(60_000);
    expect(await recording()).toEqual({ wanted: true, reported: null });
    expect(await bench.heartbeat()).toEqual({ [GATE]: true });
    const list = (await bench.admin.get('/api/cameras')).json<{ recording: unknown }[]>();
    expect(list[0]?.recording).toEqual({ wanted: true, reported: true });
    expect(list[1]?.recording).toEqual({ wanted: false, reported: null });
  });

  it('cloudnode 19: recording is requested until the next heartbeat, and dashboards are told when it arrives', async () => {
    await using bench = await ControlBench.start();
    const recording = async () => (await bench.admin.get(`/api/cameras/${GATE}`)).json()['recording'];
    expect(await bench.heartbeat()).toEqual({ [GATE]: false });
    expect(bench.changes()).toEqual(['org_1 all cameras']);
    await bench.heartbeat();
    expect(bench.changes()).toEqual([]);
    await bench.admin.post(`/api/cameras/${GATE}/recording`, { recording: true });
    expect(bench.changes()).toEqual(['org_1 all cameras']);
    expect(await recording()).toEqual({ wanted: true, reported: false });
    expect(await bench.heartbeat()).toEqual({ [GATE]: true });
    expect(bench.changes()).toEqual(['org_1 all cameras']);
    expect(await recording()).toEqual({ wanted: true, reported: true });
    await bench.admin.post(`/api/cameras/${GATE}/recording`, { recording: false });
    expect(await recording()).toEqual({ wanted: false, reported: true });
    expect(await bench.heartbeat()).toEqual({ [GATE]: false });
    expect(await recording()).toEqual({ wanted: false, reported: false });
  });

  it('cloudnode 19: a schedule starts and stops with the clock of the organisation', async () => {
    await using bench = await ControlBench.start();
    const times = { scheduled_start: '12:01', scheduled_end: '12:02' };
    await setPolicy(bench, { scheduled_recording: true, ...times });
    const told: unknown[] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      told.push((await bench.heartbeat())[GATE]);
      bench.clock.advance(60_000);
    }
    expect(told).toEqual([false, true, false]);
  });
});
