// No test may look up or contact anything but this computer. Loaded into every vitest worker (`setupFiles`) and,
// through NODE_OPTIONS, into every Node program a test starts; plain JavaScript, so that Node 20 can load it too.
// A forbidden call throws, and it is written to a file that fails the whole run even when the code under test
// swallowed the error (see network-guard.setup.ts and scripts/bootstrap/stages.mjs).
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** Nothing listens on the discard port; a connection to it is refused at once. */
const CLOSED = 'http://127.0.0.1:9';
const OUTGOING_ADDRESSES = [
  'CLERK_API_URL',
  'RELEASE_FEED_URL',
  'RESEND_API_URL',
  'SENTINEL_AGENT_WEBHOOK_URL',
  'SENTINEL_MODEL_BASE_URL',
];
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
const installed = Symbol.for('sentinel.network-guard');

/**
 * @param {unknown} host a name or an address; nothing means localhost, the unspecified address is this computer
 * @returns {boolean}
 */
function isThisComputer(host) {
  if (typeof host !== 'string' || host === '') return true;
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d)/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (name === '::1' || name === '::' || name === '0.0.0.0') return true;
  return net.isIPv4(name) && name.startsWith('127.');
}

/**
 * @param {string} call
 * @param {unknown} host
 */
function check(call, host) {
  if (isThisComputer(host)) return;
  const error = new Error(`A test reached for the network: ${call} ${String(host)}`);
  const log = process.env['SENTINEL_TEST_NETWORK_LOG'];
  const caller = error.stack
    ?.split('\n')
    .find((line) => line.includes('/') && !/network-guard|node:/.test(line));
  if (log)
    appendFileSync(log, `${error.message} (process ${process.pid}, ${caller?.trim() ?? 'unknown place'})\n`);
  throw error;
}

/**
 * @param {Record<string, any>} owner
 * @param {string} name
 * @param {(args: unknown[]) => unknown} hostOf
 */
function guard(owner, name, hostOf) {
  const original = owner[name];
  if (typeof original !== 'function') return;
  /** @type {(this: unknown, ...args: unknown[]) => unknown} */
  const guarded = function (...args) {
    check(name, hostOf(args));
    return Reflect.apply(original, this, args);
  };
  owner[name] = Object.assign(guarded, original);
}

/**
 * The host of `socket.connect(options | port, host | path)`; node's own callers pass the arguments as one array.
 * @param {unknown[]} args
 * @returns {unknown}
 */
function connectHost(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null)
    return 'path' in first && first.path ? undefined : first.host;
  const isPath = typeof first === 'string' && Number.isNaN(Number(first));
  return isPath || typeof second !== 'string' ? undefined : second;
}

/**
 * The address of `socket.send(message, [offset, length,] port, address)`.
 * @param {unknown[]} args
 * @returns {unknown}
 */
const datagramHost = (args) => args.slice(1).find((value) => typeof value === 'string');

function install() {
  guard(net.Socket.prototype, 'connect', connectHost);
  guard(dgram.Socket.prototype, 'send', datagramHost);
  guard(dgram.Socket.prototype, 'connect', datagramHost);
  const resolvers = [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype];
  for (const owner of resolvers) {
    const names = new Set([...Object.keys(owner), ...Object.getOwnPropertyNames(owner)]);
    for (const name of names)
      if (/^(lookup|resolve|reverse)/.test(name)) guard(owner, name, ([host]) => host);
  }
  syncBuiltinESMExports();
  for (const name of OUTGOING_ADDRESSES) process.env[name] ??= CLOSED;
  // An announcement goes to every computer of the network.
  process.env['SENTINEL_MDNS'] ??= 'off';
  for (const name of PROXIES) delete process.env[name];
  const preload = `--import=${import.meta.url}`;
  const options = process.env['NODE_OPTIONS'] ?? '';
  if (!options.includes(preload)) process.env['NODE_OPTIONS'] = `${options} ${preload}`.trim();
}

if (!Object.hasOwn(process, installed)) {
  Object.defineProperty(process, installed, { value: true });
  install();
}
