import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeTable } from '../../../server/contract/route-table.ts';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
} from '../../support/clerk-server.ts';
import { createNode, type NodeKey } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { call, endsAccess, labelOf, type PathValues } from './declared-routes.ts';

const PARTY = 'https://cameras.example';
const PLAYLIST =
  '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1.0,\nsegment_00001.ts\n';

/** One organization with a live camera. Everything that belongs to it has its name inside. */
interface Organization {
  readonly admin: TestClient;
  readonly member: TestClient;
  readonly node: NodeKey;
  readonly machine: TestClient;
  readonly cameraId: string;
  /** Texts that only this organization may see. */
  readonly marks: readonly string[];
}

let clerk: ClerkServer;
let server: TestServer;
let red: Organization;
let blue: Organization;

async function person(org: string, role: string): Promise<TestClient> {
  const claims = {
    azp: PARTY,
    sub: `user_${org}`,
    email: `${role.slice(4)}@${org}.example`,
    org_id: `org_${org}`,
    org_role: role,
    pla: 'o:pro_plus',
  };
  return new TestClient(server.url, { authorization: `Bearer ${await clerk.mintToken({ claims })}` });
}

async function found(name: string): Promise<Organization> {
  const admin = await person(name, 'org:admin');
  const node = await createNode(admin, `${name}-node`);
  const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
  const registered = await machine.post('/api/nodes/register', {
    node_id: node.nodeId,
    hostname: `${name}-host`,
    cameras: [{ device_path: '/dev/video0', name: `${name}-camera` }],
  });
  const cameraId = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras)[0] ?? '';
  const pushed = await machine.post(
    `/api/cameras/${cameraId}/push-segment?filename=segment_00001.ts`,
    Buffer.from(`${name}-video`),
  );
  const playlist = await machine.post(`/api/cameras/${cameraId}/playlist`, PLAYLIST);
  expect([registered.status, pushed.status, playlist.status]).toEqual([200, 200, 200]);
  return {
    admin,
    member: await person(name, 'org:member'),
    node,
    machine,
    cameraId,
    marks: [
      node.nodeId,
      node.key,
      cameraId,
      `${name}-node`,
      `${name}-host`,
      `${name}-camera`,
      `${name}-video`,
      `@${name}.example`,
    ],
  };
}

beforeAll(async () => {
  clerk = await startClerkServer();
  const keys = { secretKey: CLERK_SECRET_KEY, publishableKey: CLERK_PUBLISHABLE_KEY };
  const config = { ...keys, jwtKey: clerk.jwtKey, apiUrl: clerk.url };
  server = await startTestServer({ config: { frontendUrl: PARTY, corsOrigins: [PARTY], clerk: config } });
  red = await found('red');
  blue = await found('blue');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await clerk[Symbol.asyncDispose]();
});

const idsOf = (organization: Organization): PathValues => ({
  node_id: organization.node.nodeId,
  camera_id: organization.cameraId,
  filename: 'segment_00001.ts',
});

/** Everything an organization sees of itself that a stranger could have changed. */
async function stateOf({ admin, cameraId, node }: Organization): Promise<unknown> {
  const [nodes, cameras, playlist] = [
    await admin.get('/api/nodes'),
    await admin.get('/api/cameras'),
    await admin.get(`/api/cameras/${cameraId}/stream.m3u8`),
  ];
  expect(nodes.text).toContain(node.nodeId);
  return [nodes.json(), cameras.json(), playlist.status];
}

describe('rest 28, 30: two organizations see nothing of each other', () => {
  it('each sees its own', async () => {
    for (const organization of [red, blue]) {
      const video = await organization.member.get(
        `/api/cameras/${organization.cameraId}/segment/segment_00001.ts`,
      );
      expect(organization.marks).toContain(video.text);
      await stateOf(organization);
    }
  });

  it.each<[string, (organization: Organization) => TestClient]>([
    ['an administrator', ({ admin }) => admin],
    ['a member', ({ member }) => member],
    ['a node', ({ machine }) => machine],
  ])("%s asking every route for the other's things", async (_, clientOf) => {
    for (const [own, other] of [
      [red, blue],
      [blue, red],
    ] as const) {
      const before = await stateOf(other);
      for (const endpoint of routeTable.filter((one) => !endsAccess(one) && one.access !== 'public')) {
        const label = labelOf(endpoint);
        const answer = await call(clientOf(own), endpoint, idsOf(other));
        const seen = other.marks.filter((mark) => answer.text.includes(mark));
        expect([label, seen]).toEqual([label, []]);
        if (/\{(node|camera)_id\}/.test(endpoint.path) && ![401, 403].includes(answer.status))
          expect([label, [404, 400].includes(answer.status) ? 'refused' : answer.status]).toEqual([
            label,
            'refused',
          ]);
      }
      expect(await stateOf(other)).toEqual(before);
    }
  });

  it.each<[string, string, object]>([
    ['push-segment', '/push-segment?filename=segment_00002.ts', Buffer.from('stolen')],
    ['playlist', '/playlist', Buffer.from(PLAYLIST)],
    ['codec', '/codec', { video_codec: 'avc1.42e01e' }],
  ])("a node's %s for the other's camera is a 404 and changes nothing", async (_, path, body) => {
    const before = await stateOf(blue);
    expect((await red.machine.post(`/api/cameras/${blue.cameraId}${path}`, body)).status).toBe(404);
    expect(await stateOf(blue)).toEqual(before);
    expect((await blue.admin.get(`/api/cameras/${blue.cameraId}/segment/segment_00002.ts`)).status).toBe(404);
  });

  it("a node speaking in the other node's name is refused", async () => {
    for (const path of ['validate', 'register', 'heartbeat']) {
      const body = {
        node_id: blue.node.nodeId,
        cameras: [{ device_path: '/dev/video9', camera_id: blue.cameraId, name: 'mine now' }],
      };
      const answer = await red.machine.post(`/api/nodes/${path}`, body);
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const listed = (await blue.admin.get('/api/cameras')).json<{ name: string }[]>();
    expect(listed.map(({ name }) => name)).toEqual(['blue-camera']);
  });

  it("a heartbeat that lists the other's camera leaves it alone", async () => {
    const before = (await blue.admin.get('/api/cameras')).json();
    const report = { camera_id: blue.cameraId, status: 'failed', last_error: 'stolen' };
    const answer = await red.machine.post('/api/nodes/heartbeat', {
      node_id: red.node.nodeId,
      cameras: [report],
    });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(blue.cameraId);
    expect((await blue.admin.get('/api/cameras')).json()).toEqual(before);
  });
});
