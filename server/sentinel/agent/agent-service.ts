import type { IncomingMessage } from 'node:http';
import type { RunnerDeps } from '../runner-choice.ts';
import { isSecret } from './secret-equality.ts';

const KEY_HEADER = 'x-sentinel-agent-key';

/** Whether a request carries the key of the agent service; false for every request when there is no such key. */
export function isAgentService({ config }: RunnerDeps, request: IncomingMessage): boolean {
  const given = request.headers[KEY_HEADER];
  return typeof given === 'string' && isSecret(config.sentinel.agentKey, given);
}
