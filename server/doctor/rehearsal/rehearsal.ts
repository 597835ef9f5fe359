import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identified, IdentityProvider, Principal } from '../../auth/principal.ts';
import { randomHex, randomToken } from '../../ids.ts';
import type { LiveCamera, LiveServices } from '../../streaming/http/live-services.ts';
import { noVideoCounts } from '../../streaming/http/video-counts.ts';

/** The routes of live video; false for a request that is none of theirs. */
export interface VideoRoutes {
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export type RehearsalServices = Pick<
  LiveServices,
  'clock' | 'log' | 'limits' | 'segments' | 'holds' | 'addresses'
> & {
  /** Builds the very routes that serve real cameras. */
  readonly routes: (services: LiveServices) => VideoRoutes;
};

/** A camera that exists for one examination only, with the keys to push to it and to watch it. */
export interface SyntheticCamera {
  readonly cameraId: string;
  readonly nodeKey: string;
  readonly viewerToken: string;
}

const NOWHERE = 'doctor';
const ANONYMOUS: Identified = { kind: 'anonymous' };

/**
 * Lets a synthetic camera use the real routes and the real cache for a moment. It is in no directory, no plan, no log and no
 * count: only who knows its random id and keys reaches it, and nothing is left of it afterwards.
 */
export class Rehearsal {
  readonly #services: RehearsalServices;
  #present: { readonly camera: SyntheticCamera; readonly routes: VideoRoutes } | undefined;

  constructor(services: RehearsalServices) {
    this.#services = services;
  }

  /** Takes requests for the synthetic camera, while there is one; answers false for every other. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#present === undefined) return false;
    if (request.url?.startsWith(`/api/cameras/${this.#present.camera.cameraId}/`) !== true) return false;
    return this.#present.routes.handle(request, response);
  }

  /** Does `work` with a synthetic camera, and removes it whatever happens. One at a time. */
  async with<T>(work: (camera: SyntheticCamera) => Promise<T>): Promise<T> {
    const camera = {
      cameraId: `doctor-${randomHex(16)}`,
      nodeKey: randomHex(32),
      viewerToken: randomToken(32),
    };
    this.#present = { camera, routes: this.#services.routes(this.#servicesFor(camera)) };
    try {
      return await work(camera);
    } finally {
      this.#present = undefined;
      this.#services.segments.close(camera.cameraId);
    }
  }

  #servicesFor({ cameraId, nodeKey, viewerToken }: SyntheticCamera): LiveServices {
    const camera: LiveCamera = { ...CAMERA, cameraId };
    return {
      ...this.#services,
      usage: { add: () => undefined, secondsThisMonth: () => 0 },
      accessLog: { note: () => undefined },
      counts: noVideoCounts(),
      identity: identityOf(viewerToken),
      nodeOfKey: (key) => (key === nodeKey ? { nodeId: NOWHERE, orgId: NOWHERE } : undefined),
      camera: (id) => (id === cameraId ? camera : undefined),
      planInForce: () => 'self_hosted',
      onOversized: () => undefined,
      onSequence: () => undefined,
    };
  }
}

const CAMERA: Omit<LiveCamera, 'cameraId'> = {
  orgId: NOWHERE,
  nodeId: NOWHERE,
  name: 'Doctor',
  disabledByPlan: false,
  videoCodec: null,
  audioCodec: null,
  firstSequence: 1,
};

const VIEWER: Principal = {
  userId: NOWHERE,
  orgId: NOWHERE,
  orgName: '',
  email: '',
  name: '',
  role: 'member',
  isAdmin: false,
  plan: 'self_hosted',
  features: [],
  sessionId: undefined,
  via: 'bearer',
};

function identityOf(token: string): IdentityProvider {
  const identifyCached: IdentityProvider['identifyCached'] = ({ bearer }) =>
    bearer === token ? { kind: 'signed-in', principal: VIEWER } : ANONYMOUS;
  return {
    mode: 'local',
    identifyCached,
    identify: async (credentials) => identifyCached(credentials) ?? ANONYMOUS,
  };
}
