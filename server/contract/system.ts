import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { timestamp } from './primitives.ts';

const tag = 'system';
const state = z.string();
const check = z.looseObject({ status: state });

/** One background task: numbers and names only, because anybody may read them. */
const loopState = z.object({
  name: z.string(),
  every_seconds: z.number(),
  running: z.boolean(),
  runs: z.number().int(),
  failures: z.number().int(),
  last_run_at: timestamp.nullable(),
  last_duration_ms: z.number().nullable(),
  /** Type of the error that ended the last run; null when it went well. */
  last_error_class: z.string().nullable(),
  /** Of the last failed run, even when later ones went well. */
  last_error_at: timestamp.nullable(),
});
export type LoopState = z.infer<typeof loopState>;

/** How sure it is that other devices of the network reach this server. */
const networkReach = z.enum([
  'reached',
  /** Nothing speaks against it, but nobody has come yet. */
  'not_yet',
  /** It does not answer itself under its own address. */
  'blocked',
  'no_network',
  'this_computer_only',
  /** Callers come through a proxy, which this server cannot look behind. */
  'behind_proxy',
]);
export type NetworkReach = z.infer<typeof networkReach>;

const networkFacts = z.object({
  port: z.number().int(),
  /** Base URLs by LAN address, best first. */
  lan_urls: z.array(z.string()),
  /** Base URL by name; null unless the name is announced and leads to this machine. */
  local_url: z.string().nullable(),
  announcement: z.enum(['off', 'starting', 'announced', 'failed']),
  reach: networkReach,
  /** Calls from other devices: the first ever, and the last since the start. */
  first_call_at: timestamp.nullable(),
  last_call_at: timestamp.nullable(),
  /** System of the server's machine, for which firewall to open. */
  platform: z.enum(['windows', 'mac', 'linux', 'other']),
});
export type NetworkFacts = z.infer<typeof networkFacts>;

export const system = {
  health: endpoint({
    method: 'GET',
    path: '/api/health',
    access: 'public',
    tag,
    summary: 'Liveness',
    response: z.object({ status: z.literal('healthy'), version: z.string() }),
  }),
  ready: endpoint({
    method: 'GET',
    path: '/api/health/ready',
    access: 'public',
    tag,
    summary: 'Readiness; 503 while not ready',
    query: z.object({ nocache: z.string().optional() }),
    response: z.object({
      ready: z.boolean(),
      checks: z.record(z.string(), check),
      version: z.string(),
      uptime_seconds: z.number(),
    }),
  }),
  detailed: endpoint({
    method: 'GET',
    path: '/api/health/detailed',
    access: 'public',
    tag,
    summary: 'State of every part, in numbers only',
    response: z.object({
      status: z.enum(['healthy', 'degraded', 'unhealthy']),
      version: z.string(),
      uptime_seconds: z.number(),
      started_at: timestamp,
      time: timestamp,
      checks: z.record(z.string(), check),
      loops: z.array(loopState),
    }),
  }),
  loops: endpoint({
    method: 'GET',
    path: '/api/system/loops',
    access: 'admin',
    tag,
    summary: 'How the background tasks fare',
    response: z.object({ loops: z.array(loopState) }),
  }),
  /** Facts about this installation that an administrator needs to connect nodes and phones. */
  installation: endpoint({
    method: 'GET',
    path: '/api/system/installation',
    access: 'admin',
    tag,
    summary: 'Addresses under which nodes and phones reach this machine, and storage warnings',
    response: z.object({
      version: z.string(),
      /** Base URLs by LAN address, best first; empty when the machine has no network. */
      lan_urls: z.array(z.string()),
      port: z.number().int(),
      warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    }),
  }),
  network: endpoint({
    method: 'GET',
    path: '/api/system/network',
    access: 'admin',
    tag,
    summary: 'How other devices find this server, and whether any has ever come',
    response: networkFacts,
  }),
};
