import { auth } from './auth.ts';
import { cameras } from './cameras.ts';
import type { Endpoint } from './endpoint.ts';
import { nodeProtocol, nodes } from './nodes.ts';
import { streaming } from './streaming.ts';
import { system } from './system.ts';

/** Every HTTP route that takes part in authentication, limits and the API document. */
export const routeTable: readonly Endpoint[] = [
  auth,
  nodes,
  nodeProtocol,
  cameras,
  streaming,
  system,
].flatMap((group): readonly Endpoint[] => Object.values(group));
