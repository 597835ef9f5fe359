import { z } from 'zod';
import { TRIGGERS } from '../../contract/agents/sentinel.ts';
import { localTime } from '../../email/templates/local-time.ts';
import { motionPage, motionStats, type MotionDeps } from '../../motion/motion-service.ts';
import { timeZoneOf } from '../../settings/settings-service.ts';
import type { Agent } from '../../mcp/endpoint/authenticator.ts';
import type { Turn } from '../model/chat.ts';
import type { StoredModel } from '../model/model-repository.ts';
import type { RunRow } from '../runs/run-repository.ts';
import type { Prompts } from './prompts.ts';

export interface BriefingDeps extends MotionDeps {
  readonly prompts: Prompts;
}

export interface Briefing {
  readonly system: string;
  readonly turns: readonly Turn[];
}

const trigger = z.enum(TRIGGERS).catch('manual');
/** A night and the evening before it. */
const NIGHT_HOURS = 14;
const EVENTS_MAX = 10;
const CAMERAS_MAX = 50;

/** What a model is told at the beginning of a run. Only ids, numbers and times of the organization's data are in it. */
export async function briefing(
  deps: BriefingDeps,
  run: RunRow,
  limits: StoredModel,
  agent: Agent,
): Promise<Briefing> {
  const timeZone = await timeZoneOf(deps.db.read, run.orgId);
  const facts = {
    now: localTime(deps.clock.now(), timeZone),
    triggered_at: localTime(run.triggeredAt, timeZone),
    time_zone: timeZone,
    camera_id: run.cameraId,
    request: run.manualPrompt?.trim() ?? '',
    max_tool_calls: limits.maxToolCalls,
    max_minutes: limits.maxMinutes,
    motion: await motionOf(deps, run, agent, timeZone),
  };
  const text = deps.prompts.user(trigger.parse(run.triggerType), facts);
  return { system: deps.prompts.system(facts), turns: [{ role: 'user', text, pictures: [] }] };
}

/** No tool tells of motion, so the beginning does: the last events of a camera, or the night by camera. */
async function motionOf(
  deps: MotionDeps,
  { orgId, cameraId, triggerType }: RunRow,
  { cameras }: Agent,
  timeZone: string,
): Promise<readonly object[]> {
  if (triggerType === 'motion' && cameraId !== null) {
    const { events } = await motionPage(deps, { orgId, cameraId, hours: 1, limit: EVENTS_MAX, offset: 0 });
    return events.map(({ score, timestamp }) => ({ at: localTime(timestamp, timeZone), score }));
  }
  if (triggerType !== 'scheduled') return [];
  const byCamera = await motionStats(deps, { orgId, hours: NIGHT_HOURS });
  return byCamera
    .filter(({ camera_id }) => cameras.sees(camera_id))
    .slice(0, CAMERAS_MAX)
    .map(({ camera_id, event_count, peak_score, latest }) => {
      return { camera_id, event_count, peak_score, latest: localTime(latest, timeZone) };
    });
}
