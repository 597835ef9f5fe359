import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { ask, type Answer } from './test-client.ts';

/** Waiting times of the integration, ms. */
const REAL_TIMING = {
  pollEvery: 30_000,
  streamAgain: 10_000,
  /** After a 401 on the motion stream. */
  streamDenied: 60_000,
  /** Silence after which the motion stream is taken for dead. */
  streamSilent: 60_000,
  motionOff: 30_000,
};

interface CameraFields {
  readonly name: string;
  readonly online: boolean;
  readonly nodeId: string | null;
  readonly recording: boolean;
  readonly localUrl: string | null;
  readonly proxyUrl: string | null;
}

interface NodeFields {
  readonly name: string;
  readonly version: string | null;
  readonly usedGigabytes: number | undefined;
  readonly storage: Readonly<Record<string, unknown>>;
}

/** The key is bad: a dialog asks for another. */
export class BadKey extends Error {}

/** Anything else: tried again later. */
export class CannotConnect extends Error {}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The Home Assistant integration on the wire: it polls `/cameras` then `/status`, listens to motion without ever giving
 * up, and looks at nothing but the fields it is known to read. Never follows a redirect; success is 200 alone.
 */
export class HomeAssistant {
  readonly #baseUrl: string;
  readonly #timing: typeof REAL_TIMING;
  #key: string;
  #cameras: ReadonlyMap<string, CameraFields> = new Map();
  #nodes: ReadonlyMap<string, NodeFields> = new Map();
  readonly #known = new Set<string>();
  readonly #motionAt = new Map<string, number>();
  #poll: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stream: ClientRequest | undefined;
  #stopped = false;
  /** Whether the last poll succeeded: without that, every entity is unavailable. */
  available = false;
  /** The dialog for another key is open. */
  wantsKey = false;
  /** How the motion stream fares. */
  listening: 'no' | 'yes' | 'denied' | 'failed' = 'no';
  /** Motion streams opened so far. */
  streamsOpened = 0;
  entryId = '';

  constructor(url: string, key: string, timing: Partial<typeof REAL_TIMING> = {}) {
    this.#baseUrl = url.replace(/\/$/, '');
    this.#key = key;
    this.#timing = { ...REAL_TIMING, ...timing };
  }

  /** Checks address and key as the setup dialog does, polls once and begins to listen. Throws BadKey or CannotConnect. */
  async setUp(): Promise<void> {
    const { org_id } = await this.#json('GET', '/api/integration/status');
    this.entryId = typeof org_id === 'string' && org_id !== '' ? org_id : this.#baseUrl;
    await this.refresh();
    this.#poll = setInterval(() => void this.refresh(), this.#timing.pollEvery);
    this.#listen();
  }

  /** The dialog for a new key was filled in. */
  async reauthenticate(key: string): Promise<void> {
    this.#key = key;
    await this.#json('GET', '/api/integration/status');
    this.wantsKey = false;
    await this.refresh();
  }

  /** One poll; entities are added when new ids appear. */
  async refresh(): Promise<void> {
    const key = this.#key;
    try {
      const { cameras = [] } = await this.#json('GET', '/api/integration/cameras');
      const { nodes } = await this.#json('GET', '/api/integration/status');
      this.#cameras = new Map((cameras as Fields[]).filter(({ id }) => Boolean(id)).map(cameraOf));
      this.#nodes = new Map((((nodes as Fields)['items'] ?? []) as Fields[]).map(nodeOf));
      for (const id of this.#cameras.keys()) this.#known.add(id);
      this.available = true;
    } catch (error) {
      this.available = false;
      // An answer to the former key says nothing of the present one.
      if (error instanceof BadKey && key === this.#key) this.wantsKey = true;
    }
  }

  /** Cameras that ever were there. */
  get cameraIds(): string[] {
    return [...this.#known];
  }

  /** A camera as its entities show it; undefined while unavailable. */
  camera(id: string): CameraFields | undefined {
    return this.available ? this.#cameras.get(id) : undefined;
  }

  node(id: string): NodeFields | undefined {
    return this.available ? this.#nodes.get(id) : undefined;
  }

  /** Where the live picture is fetched; undefined without one. */
  liveUrl(id: string): string | undefined {
    const camera = this.camera(id);
    return camera?.localUrl ?? camera?.proxyUrl ?? undefined;
  }

  /** A still; undefined is a blank picture. */
  async still(id: string): Promise<Buffer | undefined> {
    try {
      const answer = await this.#ask('GET', `/api/integration/cameras/${id}/snapshot`);
      return answer.status === 200 ? answer.bytes : undefined;
    } catch {
      return undefined;
    }
  }

  /** The recording switch: what is answered is not read, the cameras are asked for again. Throws as `setUp`. */
  async record(id: string, recording: boolean): Promise<void> {
    const answer = await this.#ask('POST', `/api/integration/cameras/${id}/recording`, { recording });
    requireSuccess(answer);
    await this.refresh();
  }

  /** The motion sensor: on at each event, off some time after the last. */
  sensesMotion(id: string): boolean {
    const at = this.#motionAt.get(id);
    return at !== undefined && performance.now() - at < this.#timing.motionOff;
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    clearInterval(this.#poll);
    clearTimeout(this.#retry);
    this.#stream?.destroy();
  }

  async #json(method: string, path: string): Promise<Fields> {
    const answer = await this.#ask(method, path);
    requireSuccess(answer);
    if (answer.headers['content-type']?.toString().split(';', 1)[0] !== 'application/json')
      throw new CannotConnect(`${path} is no JSON`);
    return answer.json();
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      return await ask(this.#baseUrl + path, method, { headers: this.#headers(), body });
    } catch (error) {
      throw new CannotConnect('no answer', { cause: error });
    }
  }

  #headers(): Record<string, string> {
    return {
      authorization: `Bearer ${this.#key}`,
      accept: '*/*',
      'accept-encoding': 'gzip, deflate',
      'user-agent': 'HomeAssistant/2025.1 aiohttp/3.11 Python/3.13',
    };
  }

  #listen(): void {
    if (this.#stopped) return;
    const { streamAgain, streamDenied, streamSilent } = this.#timing;
    let isOver = false;
    const again = (how: 'denied' | 'failed'): void => {
      if (isOver || this.#stopped) return;
      isOver = true;
      this.listening = how;
      this.#retry = setTimeout(() => this.#listen(), how === 'denied' ? streamDenied : streamAgain);
    };
    const url = `${this.#baseUrl}/api/integration/motion/stream`;
    const sent = httpRequest(url, { headers: this.#headers(), agent: false }, (response) => {
      if (response.statusCode === 200) {
        this.streamsOpened += 1;
        this.listening = 'yes';
        readLines(response, (line) => this.#take(line));
      }
      response.on('error', () => again('failed'));
      response.on('close', () => again('failed'));
      if (response.statusCode === 200) return;
      again(response.statusCode === 401 ? 'denied' : 'failed');
      response.destroy();
    });
    sent.setTimeout(streamSilent, () => sent.destroy());
    sent.on('error', () => again('failed'));
    sent.end();
    this.#stream = sent;
  }

  #take(line: string): void {
    if (!line.startsWith('data:')) return;
    const event = JSON.parse(line.slice('data:'.length)) as Fields;
    if (event['type'] !== 'motion' || typeof event['camera_id'] !== 'string') return;
    this.#motionAt.set(event['camera_id'], performance.now());
  }
}

function requireSuccess({ status, text }: Answer): void {
  if (status === 401) throw new BadKey(text);
  if (status !== 200) throw new CannotConnect(`${status} ${text}`);
}

function cameraOf(camera: Fields): [string, CameraFields] {
  const stream = (camera['stream'] ?? {}) as Fields;
  const fields = {
    name: camera['name'] as string,
    online: camera['online'] === true,
    nodeId: camera['node_id'] as string | null,
    recording: camera['recording'] === true,
    localUrl: (stream['local_url'] ?? null) as string | null,
    proxyUrl: (stream['proxy_url'] ?? null) as string | null,
  };
  return [camera['id'] as string, fields];
}

function nodeOf(node: Fields): [string, NodeFields] {
  const { used_bytes, ...storage } = (node['storage'] ?? {}) as Fields;
  const fields = {
    name: node['name'] as string,
    version: node['version'] as string | null,
    usedGigabytes: typeof used_bytes === 'number' ? used_bytes / 1e9 : undefined,
    storage,
  };
  return [node['node_id'] as string, fields];
}

function readLines(response: IncomingMessage, take: (line: string) => void): void {
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}
