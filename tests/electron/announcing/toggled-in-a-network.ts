// Runs as root of a user namespace with a network of its own (`unshare -rnu`), so that nothing leaves this computer. Clicks
// the toggle of the tray twice, listens to the network, and prints what happened as one JSON object.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runDesktop } from '../../../electron/app/desktop.ts';
import { recordsOf, type DnsRecord } from '../../server/discovery/dns-reading.ts';
import { desktop } from '../../support/electron-double.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';

const ADDRESS = '192.168.77.2';
const TOGGLE = 'Make known in the network';
const SERVICE = '_sentinel-cc._tcp.local';

for (const line of [
  'hostname shop',
  'link set lo up',
  'link add lan0 type veth peer name lan1',
  `addr add ${ADDRESS}/24 dev lan0`,
  'link set lan0 up',
  'link set lan1 up',
]) {
  const [program, ...args] = line.startsWith('hostname') ? line.split(' ') : ['ip', ...line.split(' ')];
  execFileSync(program ?? '', args);
}

const heard: DnsRecord[] = [];
const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.on('message', (packet) => heard.push(...recordsOf(packet)));
socket.bind(5353);
await once(socket, 'listening');
socket.addMembership('224.0.0.251', ADDRESS);

const hears = (isGoodbye: boolean): Promise<boolean> =>
  eventually(
    isGoodbye ? 'a goodbye' : 'an announcement',
    () => heard.some(({ name, ttl }) => name === SERVICE && (ttl === 0) === isGoodbye),
    15_000,
  );

using folder = temporaryFolder();
const file = join(folder.path, 'shell.json');
writeFileSync(file, JSON.stringify({ mdns: false }));
const kept = (): unknown => (JSON.parse(readFileSync(file, 'utf8')) as { mdns: unknown }).mdns;
const item = () => desktop.trays[0]?.menu?.template.find(({ label }) => label === TOGGLE);
const click = (): void => (item()?.click as (() => void) | undefined)?.();

const parts = await runDesktop(
  { service: false, hidden: true, link: undefined },
  {
    config: testConfig(folder.path, { host: '0.0.0.0', mdns: true }),
    root: '/opt/sentinel',
    autostart: { platform: 'linux', configHome: folder.path, program: ['/opt/sentinel/run'] },
    service: undefined,
  },
);
if (parts === undefined) throw new Error('it runs already');
const silent = { ticked: item()?.checked, heard: heard.length, name: parts.host.localUrl ?? null };
click();
await hears(false);
const name = await eventually('its name', () => parts.host.localUrl, 10_000);
const announced = { ticked: item()?.checked, kept: kept(), name: new URL(name).hostname };
// The next start of the server remembers it.
await parts.host.restart('menu');
await eventually('its name again', () => parts.host.localUrl, 20_000);
heard.length = 0;
click();
await hears(true);
await eventually('the tick is gone', () => item()?.checked === false);
const ended = { kept: kept(), name: parts.host.localUrl ?? null };
await parts.quitting.stopNow();
socket.close();
process.stdout.write(`${JSON.stringify({ silent, announced, ended })}\n`, () => process.exit(0));
