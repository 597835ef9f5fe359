import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SimulatedNode, startSimulatedNode } from '../simulator/simulated-node.ts';
import type { Person } from '../throwaway/person.ts';
import { anyFreePort } from '../throwaway/ports.ts';
import { Agent } from './agent.ts';
import type { Places } from './pages.ts';
import { type PastCamera, PastWeeks } from './past-weeks.ts';
import { invite, JONAS, join, MIA, PASSWORD, PLACE, ROBIN } from './people.ts';
import type { Stage } from './stage.ts';

const GIB = 1024 ** 3;

const NODES = [
  {
    name: 'Shop PC',
    cameras: [
      { name: 'Shop floor', scene: 'shop-floor' },
      { name: 'Front door', scene: 'front-door' },
    ],
    used: 31,
    address: '192.168.1.20',
  },
  {
    name: 'Storeroom mini PC',
    cameras: [
      { name: 'Loading dock', scene: 'loading-dock' },
      { name: 'Car park', scene: 'car-park' },
    ],
    used: 46,
    address: '192.168.1.21',
  },
] as const;

const GROUPS = [
  { name: 'Inside', color: '#3b82f6', icon: '🏪' },
  { name: 'Yard', color: '#22c55e', icon: '🌳' },
];

/** A bakery with four cameras and some weeks of history. */
export class Shop {
  readonly #stage: Stage;
  readonly #nodes: SimulatedNode[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Fills it with cameras, people, incidents and what was done in the last weeks. */
  async furnish(owner: Person): Promise<Places> {
    const cameras = await this.#addCameras(owner);
    await join(this.#stage, owner, { email: MIA, name: 'Mia Sommer', role: 'member' });
    await join(this.#stage, owner, { email: JONAS, name: 'Jonas Weber', role: 'admin' });
    const inviteToken = await invite(owner, 'lena@harbourbakery.example', 'member');
    const front = cameras.find(({ name }) => name === 'Front door');
    if (front === undefined) throw new Error('The front door has no camera.');
    const incidentId = await this.#fileIncidents(owner, front);
    const webhookId = await this.#connectPrograms(owner, front.id);
    const past = new PastWeeks(path.join(this.#stage.folder, 'sentinel.db'), cameras);
    try {
      past.views();
      past.acts();
      past.agentCalls();
      past.mails();
      past.motion();
      const runId = past.investigations(incidentId);
      return { cameraId: front.id, nodeId: front.nodeId, incidentId, webhookId, runId, inviteToken };
    } finally {
      past.close();
    }
  }

  /** Ends its nodes. */
  async close(): Promise<void> {
    for (const node of this.#nodes) await node.stop();
  }

  async #addCameras(owner: Person): Promise<readonly PastCamera[]> {
    const found: PastCamera[] = [];
    for (const { name, cameras, used, address } of NODES) {
      const made = await owner.call<{ node_id: string; api_key: string }>('POST', '/api/nodes', { name });
      const node = await startSimulatedNode({
        url: this.#stage.url,
        nodeId: made.node_id,
        key: made.api_key,
        cameras,
        localIp: address,
        lanStreaming: true,
        heartbeatMs: 2000,
        reconnectMs: [200],
        // Once, soon after the start: later toasts would lie over pictures.
        motion: { everySegments: 400, burstSegments: 3, score: 72 },
        storage: {
          used_bytes: used * GIB,
          max_bytes: 50 * GIB,
          disk_free_bytes: 120 * GIB,
          disk_total_bytes: 240 * GIB,
        },
      });
      this.#nodes.push(node);
      for (const [index, id] of node.cameraIds.entries())
        found.push({ id, name: cameras[index]?.name ?? id, nodeId: made.node_id });
    }
    for (const [index, group] of GROUPS.entries()) {
      const { id } = await owner.call<{ id: number }>('POST', '/api/camera-groups', group);
      for (const camera of found.slice(index * 2, index * 2 + 2))
        await owner.call('PUT', `/api/cameras/${camera.id}/group?group_id=${id}`);
    }
    await this.#record(owner, found);
    return found;
  }

  /** One camera records all day and one at night, so that there is an archive to look at. */
  async #record(owner: Person, cameras: readonly PastCamera[]): Promise<void> {
    const policies = {
      'Front door': { continuous_24_7: true },
      'Car park': { scheduled_recording: true, scheduled_start: '20:00', scheduled_end: '06:00' },
    };
    for (const [name, policy] of Object.entries(policies)) {
      const id = cameras.find((camera) => camera.name === name)?.id;
      if (id === undefined) throw new Error(`No camera is called ${name}.`);
      await owner.call('PATCH', `/api/cameras/${id}/recording-settings`, policy);
    }
  }

  /** Three incidents; the id of the one with evidence. */
  async #fileIncidents(owner: Person, camera: PastCamera): Promise<number> {
    const file = async (title: string, severity: string, summary: string) => {
      const body = { title, severity, summary, camera_id: camera.id };
      return (await owner.call<{ id: number }>('POST', '/api/incidents', body)).id;
    };
    const old = await file('Delivery left in the rain', 'low', 'Two boxes stood outside from 6:10 to 7:40.');
    await owner.call('PATCH', `/api/incidents/${old}`, { status: 'resolved' });
    await file('Door left open overnight', 'medium', 'The back door was open when the first shift came.');
    const shown = await file(
      'Stranger at the front door after closing',
      'high',
      'Somebody tried the handle twice at 22:14 and then walked away towards the car park.',
    );
    await sleep(6000, undefined, { signal: this.#stage.signal });
    const evidence = `/api/incidents/${shown}/evidence`;
    await owner.call('POST', evidence, { kind: 'snapshot', camera_id: camera.id, note: 'At the door' });
    await owner.call('POST', evidence, { kind: 'clip', camera_id: camera.id, duration_seconds: 5 });
    await owner.call('POST', evidence, {
      kind: 'observation',
      text: 'The handle was tried twice. No damage.',
    });
    const report =
      '## What happened\n\nAt **22:14** somebody tried the handle of the closed front door twice.\n\n## What we did\n\n- Looked at the clip\n- Told the night watch\n';
    await owner.call('PATCH', `/api/incidents/${shown}`, { report });
    return shown;
  }

  /** Keys of agents and of Home Assistant, mail, Sentinel AI, and webhooks: the id of one. */
  async #connectPrograms(owner: Person, cameraId: string): Promise<string> {
    for (const name of ['Night watch', 'Counter tablet']) {
      const wish = { name, scope_mode: 'readonly' };
      const { key } = await owner.call<{ key: string }>('POST', '/api/mcp/keys', wish);
      const agent = new Agent(this.#stage, key);
      await agent.call('list_cameras');
      await agent.call('view_camera', { camera_id: cameraId });
      await agent.call('list_incidents', { limit: 10 });
    }
    await owner.call('POST', '/api/integration/keys', { name: 'Home Assistant in the office' });
    await owner.call('POST', '/api/settings/mail', {
      transport: 'smtp',
      smtp_host: 'smtp.harbourbakery.example',
      smtp_username: ROBIN,
      smtp_password: PASSWORD,
      from_address: 'cameras@harbourbakery.example',
      from_name: PLACE,
    });
    await owner.call('POST', '/api/settings/timezone', { timezone: 'Europe/Berlin' });
    await owner.call('POST', '/api/sentinel/model', {
      provider: 'openai',
      base_url: `${this.#stage.url}/no-model`,
      model: 'qwen3-vl',
      enabled: true,
    });
    await owner.call('PATCH', '/api/sentinel/config', { enabled: true, motion_enabled: false });
    // Nothing listens there: the log shows how a message that does not arrive is told.
    const url = `http://127.0.0.1:${await anyFreePort()}/hook`;
    const { webhook } = await owner.call<{ webhook: { id: string } }>('POST', '/api/settings/webhooks', {
      name: 'Home automation',
      url,
      kinds: ['motion', 'incident_created'],
    });
    await owner.call('POST', `/api/settings/webhooks/${webhook.id}/test`);
    return webhook.id;
  }
}
