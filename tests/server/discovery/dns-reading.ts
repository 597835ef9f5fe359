// Just enough of DNS to ask the local network and read what it says, independent of the library under test.

export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'PTR' | 'SRV' | 'TXT' | 'other';
  /** Seconds; 0 takes the record back. */
  readonly ttl: number;
  /** Address, target name, or `target:port`, or the texts joined by `;`. */
  readonly value: string;
}

const TYPES: Readonly<Record<number, DnsRecord['type']>> = { 1: 'A', 12: 'PTR', 16: 'TXT', 33: 'SRV' };
const NUMBERS = { A: 1, PTR: 12, TXT: 16, SRV: 33 } as const;

function encoded(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.of(0)]);
}

/** Claims a name for an address, as the computer that owns it answers. */
export function claim(name: string, address: string): Buffer {
  const header = Buffer.from([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  const record = Buffer.from([0, NUMBERS.A, 0x80, 1, 0, 0, 0, 120, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([header, encoded(name), record]);
}

/** A question as one packet; `name` without the closing dot. */
export function question(name: string, type: keyof typeof NUMBERS): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([header, encoded(name), Buffer.of(0, NUMBERS[type], 0, 1)]);
}

/** Reads a name at `at`; answers it and where it ends. Names may point back to earlier ones. */
function nameAt(packet: Buffer, at: number): readonly [string, number] {
  const labels: string[] = [];
  let end: number | undefined;
  let position = at;
  for (;;) {
    const length = packet.readUInt8(position);
    if (length === 0) return [labels.join('.'), end ?? position + 1];
    if (length >= 0xc0) {
      end ??= position + 2;
      position = packet.readUInt16BE(position) & 0x3fff;
    } else {
      labels.push(packet.toString('utf8', position + 1, position + 1 + length));
      position += 1 + length;
    }
  }
}

function textsOf(data: Buffer): string {
  const texts: string[] = [];
  for (let at = 0; at < data.length; at += 1 + data.readUInt8(at))
    texts.push(data.toString('utf8', at + 1, at + 1 + data.readUInt8(at)));
  return texts.join(';');
}

function valueOf(packet: Buffer, type: number, at: number, length: number): string {
  if (type === 1) return [...packet.subarray(at, at + 4)].join('.');
  if (type === 12) return nameAt(packet, at)[0];
  if (type === 16) return textsOf(packet.subarray(at, at + length));
  if (type === 33) return `${nameAt(packet, at + 6)[0]}:${packet.readUInt16BE(at + 4)}`;
  return '';
}

/** The records of an answer; none for a question of somebody else. */
export function recordsOf(packet: Buffer): readonly DnsRecord[] {
  if ((packet.readUInt16BE(2) & 0x8000) === 0) return [];
  const count = packet.readUInt16BE(6) + packet.readUInt16BE(8) + packet.readUInt16BE(10);
  let at = 12;
  for (let asked = packet.readUInt16BE(4); asked > 0; asked -= 1) at = nameAt(packet, at)[1] + 4;
  return Array.from({ length: count }, () => {
    const [name, head] = nameAt(packet, at);
    const type = packet.readUInt16BE(head);
    const length = packet.readUInt16BE(head + 8);
    const value = valueOf(packet, type, head + 10, length);
    at = head + 10 + length;
    return { name, type: TYPES[type] ?? 'other', ttl: packet.readUInt32BE(head + 4), value };
  });
}
