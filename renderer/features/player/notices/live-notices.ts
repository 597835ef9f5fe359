import {
  type DashboardMessage,
  type SegmentMessage,
  WATCHED_MAX,
} from '../../../../server/contract/dashboard-events.ts';
import { type EventStream, eventStream } from '../../../api/events.ts';
import { CameraWindow } from './camera-window.ts';

/** Tiles come and go together when a page scrolls; one message tells of all of them. */
const GATHER_MS = 20;
/** Time the server has for its first word about a camera. */
const FIRST_WORD_MS = 500;
/** When the connection is lost the players begin to ask by themselves within this time, not all at once. */
const SPREAD_MS = 1000;

/** Silence that is longer than this needs a look, ms. */
function silenceMs(targetMs: number): number {
  return Math.max(3000, 1.5 * targetMs + 1500);
}

type Wire = Pick<EventStream, 'getState' | 'subscribe' | 'onMessage' | 'send'>;

interface Watched {
  readonly listeners: Set<() => void>;
  window: CameraWindow | null;
  /** From then on whoever plays the camera asks the server itself; ms of a clock that never jumps. */
  askFrom: number;
}

export interface LiveNoticesOptions {
  readonly clock?: () => number;
  readonly random?: () => number;
}

/**
 * What this tab's event connection says of new segments, for the cameras that are played now. There is one
 * per tab. Players trust it while it speaks; `patienceMs` says for how long.
 */
export class LiveNotices {
  readonly #wire: Wire;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #watched = new Map<string, Watched>();
  /** The cameras the server was told of on this connection, as sent. */
  #told = '';
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    wire: Wire,
    { clock = () => performance.now(), random = Math.random }: LiveNoticesOptions = {},
  ) {
    this.#wire = wire;
    this.#clock = clock;
    this.#random = random;
    wire.onMessage(this.#received);
    wire.subscribe(this.#stateChanged);
  }

  /** Watches a camera until the answer is called; `onNews` whenever more or something else is known. */
  watch(cameraId: string, onNews: () => void): () => void {
    const known = this.#watched.get(cameraId);
    const camera = known ?? { listeners: new Set(), window: null, askFrom: this.#clock() + FIRST_WORD_MS };
    if (known === undefined) this.#watched.set(cameraId, camera);
    // Two players of one camera may pass the same function.
    const listener = () => onNews();
    camera.listeners.add(listener);
    this.#tellSoon();
    return () => {
      camera.listeners.delete(listener);
      this.#tellSoon();
    };
  }

  /** What is known of a watched camera; `null` when nothing, or nothing is live. */
  windowOf(cameraId: string): CameraWindow | null {
    return this.#watched.get(cameraId)?.window ?? null;
  }

  /** How long news of a camera may be waited for, ms; 0 means: ask the server. */
  patienceMs(cameraId: string): number {
    const camera = this.#watched.get(cameraId);
    return camera === undefined ? 0 : Math.max(0, camera.askFrom - this.#clock());
  }

  #tellSoon(): void {
    if (this.#gathering !== undefined) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      for (const [id, { listeners }] of this.#watched) if (listeners.size === 0) this.#watched.delete(id);
      this.#tell();
    }, GATHER_MS);
  }

  #tell(): void {
    if (this.#wire.getState() !== 'open') return;
    const cameras = [...this.#watched.keys()].slice(0, WATCHED_MAX);
    const set = cameras.toSorted().join(' ');
    if (set === this.#told) return;
    this.#wire.send({ type: 'watch', cameras });
    this.#told = set;
  }

  /** Something was missed: the server tells the present state of a camera that is watched anew. */
  #askAgain(cameraId: string): void {
    const others = [...this.#watched.keys()].filter((id) => id !== cameraId).slice(0, WATCHED_MAX);
    this.#wire.send({ type: 'watch', cameras: others });
    this.#told = '\n';
    this.#tell();
  }

  readonly #received = (message: DashboardMessage): void => {
    if (message.type === 'hello') this.#greeted();
    else if (message.type === 'live') {
      const camera = this.#watched.get(message.camera_id);
      if (camera === undefined) return;
      const isLive = message.segments.length > 0;
      camera.window = isLive ? new CameraWindow(message) : null;
      this.#spoken(camera);
    } else if (message.type === 'segment') {
      this.#appended(message);
    }
  };

  #appended({ camera_id: cameraId, segment }: SegmentMessage): void {
    const camera = this.#watched.get(cameraId);
    const end = camera?.window?.endSequence ?? null;
    // Without a window before it a segment means nothing; the window is on its way.
    if (camera === undefined || end === null) return;
    if (camera.window?.append(segment) === true) this.#spoken(camera);
    else if (segment.sequence > end) {
      camera.window = null;
      this.#askAgain(cameraId);
    }
  }

  #spoken(camera: Watched): void {
    const { window } = camera;
    camera.askFrom = this.#clock() + (window === null ? 0 : silenceMs(window.targetMs));
    for (const listener of camera.listeners) listener();
  }

  /** A new connection knows nothing of what was watched, and its numbers may be others. */
  #greeted(): void {
    this.#told = '';
    const askFrom = this.#clock() + FIRST_WORD_MS;
    for (const camera of this.#watched.values()) {
      camera.window = null;
      camera.askFrom = askFrom;
    }
    this.#tell();
  }

  readonly #stateChanged = (): void => {
    if (this.#wire.getState() === 'open') return;
    this.#told = '';
    for (const camera of this.#watched.values()) {
      const askFrom = this.#clock() + this.#random() * SPREAD_MS;
      camera.askFrom = Math.min(camera.askFrom, askFrom);
      for (const listener of camera.listeners) listener();
    }
  };
}

/** The notices of this tab. */
export const liveNotices = new LiveNotices(eventStream);
