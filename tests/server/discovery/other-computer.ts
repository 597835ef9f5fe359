// Runs as the second computer of a network made by the test: tells what it hears there, one JSON record a line, and does
// what it is told on its standard input, one word and its arguments a line.
import { createSocket } from 'node:dgram';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { claim, question, recordsOf } from './dns-reading.ts';

const GROUP = '224.0.0.251';
const PORT = 5353;

const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

const socket = createSocket({ type: 'udp4', reuseAddr: true });
const own = process.argv[2] ?? '';
/** A name this computer defends as its own. */
let claimed: string | undefined;
socket.on('message', (packet) => {
  if (claimed !== undefined && recordsOf(packet).length === 0) socket.send(claim(claimed, own), PORT, GROUP);
  for (const record of recordsOf(packet)) say({ heard: record });
});

/** The status of a page from `address`, asked for by `host`. */
function call(address: string, port: number, host: string): void {
  const sent = request({ host: address, port, path: '/', headers: { host: `${host}:${port}` } });
  sent.on('response', (response) => {
    response.resume();
    say({ called: host, status: response.statusCode });
  });
  sent.on('error', (error) => say({ called: host, status: error.message }));
  sent.end();
}

socket.bind(PORT, () => {
  socket.addMembership(GROUP, own);
  socket.setMulticastInterface(own);
  socket.setMulticastLoopback(false);
  say({ ready: true });
});
for await (const line of createInterface({ input: process.stdin })) {
  const [word = '', ...rest] = line.split(' ');
  if (word === 'ask') socket.send(question(rest[0] ?? '', rest[1] === 'A' ? 'A' : 'PTR'), PORT, GROUP);
  if (word === 'claim') claimed = rest[0];
  if (word === 'call') call(rest[0] ?? '', Number(rest[1]), rest[2] ?? '');
}
socket.close();
