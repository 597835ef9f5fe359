// A thread of its own: whatever breaks in it, for want of a network say, takes only the announcement along.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { getResponder, type Responder } from '@homebridge/ciao';
import { lanAddresses, lanInterfaces } from '../http/guard/host-names.ts';
import { homeInterfaces, isHomeAddress } from './home-networks.ts';
import type { Announcement, AnnouncementNews } from './announcement.ts';

const MDNS_PORT = 5353;
/** Joining a network takes people longer than this. */
const LOOK_MS = 5_000;

function tell(news: AnnouncementNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread port, not a browser window
  parentPort?.postMessage(news);
}

/** Throws when another program keeps the port to itself, which the responder would pass over in silence. */
async function tryPort(): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind({ port: MDNS_PORT, exclusive: true });
    await once(socket, 'listening');
  } finally {
    socket.close();
  }
}

/** Leaves the network politely and ends the thread. */
function end(responder: Responder): void {
  void responder.shutdown().finally(() => process.exit());
}

/** The networks this computer is in, as one text. */
function networks(): string {
  return [...lanInterfaces(), ...lanAddresses()].join();
}

/** The responder stays with the interfaces it began with, and takes a quarter of a minute to see a new address. */
function followNetworks(responder: Responder, begunIn: string): void {
  const watch = setInterval(() => {
    if (networks() === begunIn) return;
    clearInterval(watch);
    tell({ kind: 'network-changed' });
    end(responder);
  }, LOOK_MS);
}

/** Interfaces on which this server may be announced now. */
function interfacesOf(address: string | undefined): string[] {
  if (address === undefined) return homeInterfaces(lanInterfaces());
  return isHomeAddress(address) ? [address] : [];
}

/** Ends the thread, to be started anew, once there is a network where the server may be announced. */
async function awaitNetwork(address: string | undefined): Promise<void> {
  tell({ kind: 'waiting' });
  while (interfacesOf(address).length === 0) await pause(LOOK_MS);
  tell({ kind: 'network-changed' });
  process.exit();
}

async function announce({ serviceName, label, port, version, address }: Announcement): Promise<void> {
  await tryPort();
  const interfaces = interfacesOf(address);
  if (interfaces.length === 0) return awaitNetwork(address);
  const begunIn = networks();
  // Left to itself the responder takes the interface of the default route, which a network without internet has not.
  // Only IPv4 is served on all addresses, so no other is named.
  const responder = getResponder({ interface: interfaces, disableIpv6: true });
  const service = responder.createService({
    name: serviceName,
    type: 'sentinel-cc',
    hostname: label,
    port,
    disabledIpv6: true,
    // Anybody in the network reads this.
    txt: { version, path: '/' },
    ...(address === undefined ? {} : { restrictedAddresses: [address] }),
  });
  const name = (): string => service.getHostname().replace(/\.$/, '');
  let announced = false;
  service.on('hostname-change', () => {
    if (announced) tell({ kind: 'announced', name: name() });
  });
  parentPort?.off('message', leave);
  parentPort?.once('message', () => end(responder));
  followNetworks(responder, begunIn);
  await service.advertise();
  announced = true;
  tell({ kind: 'announced', name: name() });
}

const leave = (): void => process.exit();
parentPort?.once('message', leave);
try {
  await announce(workerData as Announcement);
} catch (error) {
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  process.exit();
}
