import type { Clock } from '../../clock.ts';
import type { LoopState } from '../../contract/system.ts';
import { findingsOf, type Finding } from '../finding.ts';
import type { StartHistory } from '../history/start-history.ts';

/** Beyond three intervals a task should have run, however busy the computer was. */
const MISSED_TURNS = 3;
const GRACE_MS = 120_000;
/** Nothing the server does by itself takes so long in one go. */
const LONGEST_RUN_MS = 1_800_000;
const CRASHES = 3;

/** Whether every background task does its work. */
export function checkTasks(loops: readonly LoopState[], clock: Clock): readonly Finding[] {
  const { ok, bad } = findingsOf('tasks');
  const now = clock.now().getTime();
  const wrong = loops.flatMap((loop) => {
    if (loop.last_error_class !== null)
      return [bad('task_failing', { task: loop.name, error: loop.last_error_class })];
    if (loop.last_run_at === null) return [];
    const silentMs = now - Date.parse(loop.last_run_at) - (loop.last_duration_ms ?? 0);
    const limitMs = loop.running ? LONGEST_RUN_MS : loop.every_seconds * 1000 * MISSED_TURNS + GRACE_MS;
    const minutes = Math.round(silentMs / 60_000);
    return silentMs > limitMs ? [bad('task_stalled', { task: loop.name, minutes })] : [];
  });
  return wrong.length > 0 ? wrong : [ok('tasks_ok', { tasks: loops.length })];
}

/** Whether the server ends and begins anew all the time. */
export function checkRestarts(starts: Pick<StartHistory, 'crashesOfLastHour'>, isRunning: boolean): Finding {
  const { ok, bad } = findingsOf('restarts');
  const times = starts.crashesOfLastHour(isRunning);
  return times >= CRASHES ? bad('restarts_many', { times }) : ok('restarts_ok');
}
