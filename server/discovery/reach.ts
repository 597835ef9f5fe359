import type { NetworkReach } from '../contract/system.ts';

export interface ReachFacts {
  /** False when only this computer can connect. */
  readonly listensOnNetwork: boolean;
  readonly hasAddress: boolean;
  /** Callers come through a proxy, perhaps on this computer: where they sit is not seen in their connections. */
  readonly behindProxy: boolean;
  readonly reachedBefore: boolean;
  /** Whether the server answers itself under its address in the network. */
  readonly answersItself: boolean;
}

/** How sure it is that other devices of the network reach this server. */
export function reachOf(facts: ReachFacts): NetworkReach {
  if (!facts.listensOnNetwork) return facts.behindProxy ? 'behind_proxy' : 'this_computer_only';
  if (!facts.hasAddress) return 'no_network';
  if (facts.reachedBefore) return 'reached';
  if (facts.behindProxy) return 'behind_proxy';
  return facts.answersItself ? 'not_yet' : 'blocked';
}
