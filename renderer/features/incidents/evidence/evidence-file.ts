import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { type Evidence, incidents } from '../../../../server/contract/incidents/incidents.ts';
import { buildUrl, callForFile } from '../../../api/client.ts';

function paramsOf({ id, incident_id: incidentId }: Evidence) {
  return { incident_id: incidentId, evidence_id: id };
}

/** Asks for the bytes of a picture or a clip. Errors as `callForFile`. */
export async function evidenceBytes(piece: Evidence): Promise<Blob> {
  return (await callForFile(incidents.evidence, '*/*', { params: paramsOf(piece) })).blob();
}

/** Fetched by script, because an `<img>` could not carry a Bearer token. Evidence never changes. */
export function useEvidencePicture(piece: Evidence, enabled: boolean) {
  const { data, isError } = useQuery({
    queryKey: ['incident-evidence', piece.incident_id, piece.id],
    queryFn: () => evidenceBytes(piece),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { blob: data, failed: isError };
}

/** Where a clip's playlist is. */
export function playlistUrl(piece: Evidence): string {
  return buildUrl(incidents.playlist.path, { params: paramsOf(piece) });
}

/** Length of a clip in seconds, from the parameter of its type; `null` when it does not say. */
export function clipSeconds({ data_mime: mime }: Pick<Evidence, 'data_mime'>): number | null {
  const seconds = Number(/;\s*duration=(\d+(?:\.\d+)?)\s*(?:;|$)/.exec(mime ?? '')?.[1]);
  return Number.isNaN(seconds) ? null : seconds;
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp2t': 'ts',
};

/** `Incident 42, evidence 7.jpg` */
export function evidenceFileName(piece: Pick<Evidence, 'id' | 'incident_id' | 'data_mime'>): string {
  const type = (piece.data_mime ?? '').split(';', 1)[0]?.trim() ?? '';
  const name = t`Incident ${piece.incident_id}, evidence ${piece.id}`;
  return `${name}.${ENDINGS[type] ?? 'bin'}`;
}
