import { t } from '@lingui/core/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from 'sonner';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { recording } from '../../../../server/contract/fleet/recording.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery } from '../../../api/queries.ts';

/** Starts or stops recording by hand. The order shows at once, as requested, and is taken back when refused. */
export function useRecordingToggle(camera: Camera): () => void {
  const client = useQueryClient();
  const { camera_id: id, name } = camera;
  const scheduled = camera.recording_policy.scheduled_recording;
  const next = !camera.recording.wanted;
  const { mutate, isPending } = useMutation({
    mutationFn: (on: boolean) =>
      call(recording.toggle, { params: { camera_id: id }, body: { recording: on } }),
    onMutate: async (on) => {
      await client.cancelQueries({ queryKey: camerasQuery.queryKey });
      client.setQueryData(camerasQuery.queryKey, (list) =>
        list?.map((other) =>
          other.camera_id === id ? { ...other, recording: { ...other.recording, wanted: on } } : other,
        ),
      );
    },
    onError: (error) => toast.error(`${name}: ${messageOf(error)}`),
    onSettled: () => client.invalidateQueries({ queryKey: camerasQuery.queryKey }),
  });
  return useCallback(() => {
    if (isPending) return;
    if (scheduled) toast(t`${name} records on a schedule. Open the camera to change it.`);
    else mutate(next);
  }, [isPending, scheduled, name, mutate, next]);
}
