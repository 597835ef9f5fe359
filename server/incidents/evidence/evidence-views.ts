import { evidence, type Evidence } from '../../contract/incidents/incidents.ts';
import type { EvidenceRecord } from './evidence-repository.ts';

const { kind: evidenceKind } = evidence.shape;

/** A piece of evidence as it is told, without its bytes. */
export function evidenceOf(record: EvidenceRecord): Evidence {
  return {
    id: record.id,
    incident_id: record.incidentId,
    kind: evidenceKind.parse(record.kind),
    text: record.text,
    camera_id: record.cameraId,
    has_data: record.dataBytes !== null,
    data_mime: record.dataMime,
    timestamp: record.timestamp.toISOString(),
  };
}
