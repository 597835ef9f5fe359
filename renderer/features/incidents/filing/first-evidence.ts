import { t } from '@lingui/core/macro';
import type { QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { BodyInputOf } from '../../../../server/contract/endpoint.ts';
import { incidents } from '../../../../server/contract/incidents/incidents.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';

const CLIP_S = 15;

type NewEvidence = BodyInputOf<typeof incidents.addEvidence>;

/**
 * Adds a picture and a clip of now to an incident that was just filed, at once, because the clip is of the last
 * seconds. What could not be had is said; the incident stays.
 */
export async function addFirstEvidence(
  client: QueryClient,
  incidentId: number,
  cameraId: string,
  wanted: { readonly picture: boolean; readonly clip: boolean },
): Promise<void> {
  const add = async (body: NewEvidence) => {
    try {
      await call(incidents.addEvidence, { params: { incident_id: incidentId }, body });
    } catch (error) {
      const why = messageOf(error);
      toast.error(
        body.kind === 'clip'
          ? t`The clip could not be added: ${why}`
          : t`The picture could not be added: ${why}`,
      );
    }
  };
  await Promise.all([
    ...(wanted.clip ? [add({ kind: 'clip', camera_id: cameraId, duration_seconds: CLIP_S })] : []),
    ...(wanted.picture ? [add({ kind: 'snapshot', camera_id: cameraId })] : []),
  ]);
  await client.invalidateQueries({ queryKey: [KEYS.incidents] });
}
