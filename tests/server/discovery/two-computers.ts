// Runs as root of a user namespace with a network and a host name of its own (`unshare -rnu`). Makes a network of two
// computers, serves on the first, listens on the second, and prints what happened as one JSON object.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { NetworkFacts } from '../../../server/contract/system.ts';
import type { Announcement } from '../../../server/discovery/announcement.ts';
import { Announcer } from '../../../server/discovery/announcer.ts';
import { createLogger } from '../../../server/log.ts';
import { setUpOwner } from '../../support/people.ts';
import { spawnServer, type ServerProcess } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';
import type { DnsRecord } from './dns-reading.ts';

const SERVER = '192.168.77.2';
const MOVED = '192.168.77.9';
/** Of a range kept for examples: not of a home or shop. */
const PUBLIC = '203.0.113.2';
const OTHER = '192.168.77.3';
const PORT = 8000;

interface News {
  readonly heard?: DnsRecord;
  readonly called?: string;
  readonly status?: number | string;
  readonly ready?: true;
}

function run(line: string): void {
  const [program = '', ...args] = line.split(' ');
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Two computers joined by a cable; answers the process that holds the network of the second. */
async function makeNetwork(): Promise<ChildProcess> {
  run('hostname Shop.example');
  run('ip link set lo up');
  run('ip link add lan0 type veth peer name lan1');
  const holder = spawn('unshare', ['-n', 'sh', '-c', 'echo; exec sleep 300'], { stdio: 'pipe' });
  await once(holder.stdout, 'data');
  run(`ip link set lan1 netns ${holder.pid}`);
  run(`ip addr add ${SERVER}/24 dev lan0`);
  run('ip link set lan0 up');
  for (const line of ['ip link set lo up', `ip addr add ${OTHER}/24 dev lan1`, 'ip link set lan1 up'])
    run(`nsenter -n -t ${holder.pid} ${line}`);
  return holder;
}

/** What the second computer hears and sees. */
class OtherComputer {
  readonly #process: ChildProcess;
  readonly news: News[] = [];

  constructor(holder: ChildProcess) {
    const program = fileURLToPath(new URL('./other-computer.ts', import.meta.url));
    const args = ['-n', '-t', String(holder.pid), process.execPath, program, OTHER];
    this.#process = spawn('nsenter', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#process.stdout === null) throw new Error('no output');
    createInterface({ input: this.#process.stdout }).on('line', (line) =>
      this.news.push(JSON.parse(line) as News),
    );
  }

  tell(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  heard(match: Partial<DnsRecord>): DnsRecord | undefined {
    return this.news
      .flatMap(({ heard }) => (heard === undefined ? [] : [heard]))
      .find((record) =>
        Object.entries(match).every(([key, value]) => record[key as keyof DnsRecord] === value),
      );
  }

  /** Asks again and again until it hears a record like this. */
  async hears(match: Partial<DnsRecord>, ask: string, withinMs: number): Promise<DnsRecord> {
    const asking = setInterval(() => this.tell(`ask ${ask}`), 500);
    try {
      return await eventually(`hearing ${JSON.stringify(match)}`, () => this.heard(match), withinMs);
    } finally {
      clearInterval(asking);
    }
  }

  /** Waits until it hears nothing for half a second; answers how much it has heard. */
  async fallsSilent(): Promise<number> {
    for (let heard = -1; heard !== this.news.length; await pause(500)) heard = this.news.length;
    return this.news.length;
  }

  async calls(host: string): Promise<number | string | undefined> {
    this.tell(`call ${SERVER} ${PORT} ${host}`);
    const news = await eventually('the call is answered', () =>
      this.news.find((item) => item.called === host),
    );
    return news.status;
  }

  end(): void {
    this.#process.stdin?.end();
  }
}

const servers: ServerProcess[] = [];

async function serve(dataDir: string, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await spawnServer({
    dataDir,
    port: PORT,
    env: { HOST: '0.0.0.0', LOG_LEVEL: 'info', ...env },
  });
  servers.push(server);
  return server;
}

async function healthOf({ url }: ServerProcess): Promise<string> {
  const answer = await fetch(`${url}/api/health/detailed`);
  const { checks } = (await answer.json()) as { checks: { discovery: { status: string } } };
  return checks.discovery.status;
}

async function announcing(other: OtherComputer) {
  using folder = temporaryFolder();
  const server = await serve(folder.path, { SENTINEL_MDNS: 'on' });
  const instance = await other.hears(
    { type: 'PTR', name: '_sentinel-cc._tcp.local' },
    '_sentinel-cc._tcp.local PTR',
    15_000,
  );
  const owner = await setUpOwner(server.url);
  const network = async (): Promise<NetworkFacts> =>
    (await owner.get('/api/system/network')).json<NetworkFacts>();
  const before = await eventually('the announcement is known', async () => {
    const facts = await network();
    return facts.announcement === 'announced' ? facts : undefined;
  });
  const address = await other.hears({ type: 'A', name: 'shop.local' }, 'shop.local A', 5_000);
  const byName = await other.calls('shop.local');
  const byForeignName = await other.calls('shop.example.com');
  const after = await network();
  run(`ip addr del ${SERVER}/24 dev lan0`);
  run(`ip addr add ${MOVED}/24 dev lan0`);
  const moved = await other.hears({ type: 'A', name: 'shop.local', value: MOVED }, 'shop.local A', 40_000);
  const movedFacts = await network();
  const asked = performance.now();
  const exit = await server.stop();
  const stopMs = performance.now() - asked;
  const goodbye = await eventually('a goodbye', () =>
    other.heard({ type: 'PTR', name: '_sentinel-cc._tcp.local', ttl: 0 }),
  );
  run(`ip addr del ${MOVED}/24 dev lan0`);
  run(`ip addr add ${SERVER}/24 dev lan0`);
  const records = other.news.flatMap(({ heard }) => (heard === undefined ? [] : [heard]));
  return {
    instance: instance.value,
    srv: records.find(({ type }) => type === 'SRV')?.value,
    txt: records.find(({ type }) => type === 'TXT')?.value,
    addresses: [address.value, moved.value],
    byName,
    byForeignName,
    before,
    after,
    movedLanUrls: movedFacts.lan_urls,
    exit,
    stopMs,
    goodbye: goodbye.value,
  };
}

/** The other computer has the name already. */
async function renamed(other: OtherComputer) {
  using folder = temporaryFolder();
  other.tell('claim shop.local');
  const server = await serve(folder.path, { SENTINEL_MDNS: 'on' });
  const owner = await setUpOwner(server.url);
  const facts = await eventually('the announcement is known', async () => {
    const now = (await owner.get('/api/system/network')).json<NetworkFacts>();
    // The other computer may be late to say that the name is its own.
    return now.announcement === 'announced' && now.local_url === null ? now : undefined;
  });
  await server.stop();
  other.tell('claim');
  return { localUrl: facts.local_url, lanUrls: facts.lan_urls };
}

/** Another program keeps the port of multicast DNS to itself. */
async function failing() {
  using folder = temporaryFolder();
  const keeper = createSocket({ type: 'udp4' });
  keeper.bind({ port: 5353, exclusive: true });
  await once(keeper, 'listening');
  const server = await serve(folder.path, { SENTINEL_MDNS: 'on' });
  const health = await eventually('the failure shows', async () => {
    const status = await healthOf(server);
    return status === 'warn' ? status : undefined;
  });
  const alive = (await fetch(`${server.url}/api/health`)).status;
  const exit = await server.stop();
  keeper.close();
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.includes('could not be announced'));
  return { health, alive, exit, lines: lines.length };
}

/** Switched off and on again in one go, as a hand on a switch does. */
async function toggled(other: OtherComputer) {
  const announcer = new Announcer(createLogger('silent'));
  const announcement = (): Announcement => ({
    serviceName: 'Sentinel shop',
    label: 'shop',
    port: PORT,
    version: '1.2.3',
    address: undefined,
  });
  const announced = (): Promise<unknown> =>
    eventually('it is announced', () => announcer.state === 'announced', 30_000);
  announcer.start(announcement());
  await announced();
  void announcer.stop();
  announcer.start(announcement());
  void announcer.stop();
  announcer.start(announcement());
  await announced();
  const name = announcer.name ?? null;
  const heardBefore = other.news.length;
  await announcer.stop();
  await eventually('a goodbye', () => other.news.slice(heardBefore).some(({ heard }) => heard?.ttl === 0));
  return { name, state: announcer.state };
}

/** A computer whose neighbours are strangers. */
async function inPublic(other: OtherComputer) {
  run(`ip addr del ${SERVER}/24 dev lan0`);
  run(`ip addr add ${PUBLIC}/24 dev lan0`);
  try {
    return await silent(other, { SENTINEL_MDNS: 'on' }, 5_000);
  } finally {
    run(`ip addr del ${PUBLIC}/24 dev lan0`);
    run(`ip addr add ${SERVER}/24 dev lan0`);
  }
}

async function silent(other: OtherComputer, env: Readonly<Record<string, string>>, waitMs = 1_500) {
  using folder = temporaryFolder();
  // The goodbye of the one before has several records.
  const heardBefore = await other.fallsSilent();
  const server = await serve(folder.path, env);
  const health = await healthOf(server);
  other.tell('ask _sentinel-cc._tcp.local PTR');
  // Long enough for a probe and an answer.
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  await server.stop();
  return { health, heard: other.news.length - heardBefore };
}

const holder = await makeNetwork();
const other = new OtherComputer(holder);
try {
  await eventually('the other computer listens', () => other.news[0]?.ready);
  const announced = await announcing(other);
  const result = {
    announced,
    off: await silent(other, { SENTINEL_MDNS: 'off' }),
    loopback: await silent(other, { SENTINEL_MDNS: 'on', HOST: '127.0.0.1' }),
    inPublic: await inPublic(other),
    toggled: await toggled(other),
    renamed: await renamed(other),
    failed: await failing(),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  other.end();
  holder.kill();
  await Promise.all(servers.map((server) => server.kill()));
}
