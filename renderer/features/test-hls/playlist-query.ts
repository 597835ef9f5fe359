import { queryOptions } from '@tanstack/react-query';
import { streaming } from '../../../server/contract/fleet/streaming.ts';
import { callForFile } from '../../api/client.ts';

const EVERY_MS = 2000;

export interface PlaylistAnswer {
  readonly text: string;
  /** From asking to the last byte, ms. */
  readonly tookMs: number;
  readonly segments: number;
}

/** The playlist as the server gives it to players, again every two seconds while `running`. */
export const playlistQuery = (cameraId: string, running: boolean) =>
  queryOptions({
    queryKey: ['test-hls-playlist', cameraId],
    queryFn: async (): Promise<PlaylistAnswer> => {
      const asked = performance.now();
      const answer = await callForFile(streaming.playlist, 'application/vnd.apple.mpegurl', {
        params: { camera_id: cameraId },
      });
      const text = await answer.text();
      return {
        text,
        tookMs: performance.now() - asked,
        segments: text.split('\n').filter((line) => line.startsWith('#EXTINF')).length,
      };
    },
    enabled: running,
    refetchInterval: running ? EVERY_MS : false,
    retry: false,
  });
