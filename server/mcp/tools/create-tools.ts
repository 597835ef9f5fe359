import { setTimeout as pause } from 'node:timers/promises';
import type { GroupDeps } from '../../cameras/groups/group-service.ts';
import { cameraTools, groupTools } from './camera-tools.ts';
import { evidenceTools } from './incidents/evidence-tools.ts';
import type { IncidentToolsDeps } from './incidents/incident-access.ts';
import { incidentReadTools } from './incidents/incident-read-tools.ts';
import { incidentChangeTools, incidentFilingTools } from './incidents/incident-write-tools.ts';
import { logTools } from './log-tools.ts';
import { nodeTools } from './node-tools.ts';
import { recordingTools, type RecordingToolsDeps } from './recording-tools.ts';
import { systemTools, type SystemToolsDeps } from './system-tools.ts';
import type { Tool } from './tool.ts';
import { pictureTools, type PictureToolsDeps } from './watch-tool.ts';

export type ToolsDeps = GroupDeps &
  IncidentToolsDeps &
  RecordingToolsDeps &
  SystemToolsDeps &
  Omit<PictureToolsDeps, 'pause'> &
  Partial<Pick<PictureToolsDeps, 'pause'>>;

/** The tools of the MCP server, in the order agents see them. */
export function createTools(deps: ToolsDeps): readonly Tool[] {
  return [
    ...cameraTools(deps),
    ...pictureTools({ pause: waitFor, ...deps }),
    ...groupTools(deps),
    ...nodeTools(deps),
    ...recordingTools(deps),
    ...logTools(deps),
    ...systemTools(deps),
    ...incidentFilingTools(deps),
    ...evidenceTools(deps),
    ...incidentChangeTools(deps),
    ...incidentReadTools(deps),
  ];
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal });
}
