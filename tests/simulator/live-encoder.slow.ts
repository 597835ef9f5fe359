import { describe, expect, it } from 'vitest';
import { eventually } from '../support/wait.ts';
import { hasFfmpeg } from '../../scripts/simulator/video/live-encoder.ts';
import { presentationTimes, packetsOf } from '../../scripts/simulator/video/ts-retimer.ts';
import { RecordingServer } from './recording-server.ts';

describe.runIf(hasFfmpeg())('live encoding', () => {
  it('the first camera is encoded by ffmpeg in whole segments, a restart begins at 0 with other bytes', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ liveEncode: true, bitrateKbps: 800, cameras: 2 });
    const first = await eventually(
      'two live segments',
      () => server.to(/video0\/push.*segment_00001/)[0],
      30_000,
    );
    expect(packetsOf(first.body).length).toBeGreaterThan(100);
    const times = presentationTimes(first.body, 0x100);
    expect(times, 'a second at 30 pictures').toHaveLength(30);
    const playlist = await eventually('a playlist', () => server.to(/video0\/playlist/)[0]);
    expect(playlist.body.toString()).toMatch(
      /SEQUENCE:0\n#EXT-X-DISCONTINUITY\n#EXTINF:1\.000000,\nsegment_00000\.ts\n/,
    );
    node.restartFfmpeg(0);
    const both = await eventually(
      'number 0 again',
      () => {
        const pushes = server.to(/video0\/push.*segment_00000/);
        return pushes.length === 2 ? pushes : undefined;
      },
      30_000,
    );
    expect(both[1]?.body.equals(both[0]?.body ?? Buffer.alloc(0))).toBe(false);
    expect(server.to(/register/)).toHaveLength(1);
  });
});
