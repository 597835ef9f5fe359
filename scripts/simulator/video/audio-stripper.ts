import { packetsOf } from './ts-retimer.ts';

const PAT_PID = 0;
/** Stream type of AAC in ADTS framing. */
const ADTS_AAC = 0x0f;
const CRC_POLYNOMIAL = 0x04c11db7;

const pidOf = (packet: Buffer): number => packet.readUInt16BE(1) & 0x1fff;

/** A copy of a transport stream without its AAC track: packets dropped and the programme map rewritten. */
export function withoutAudio(stream: Buffer): Buffer {
  const packets = packetsOf(Buffer.from(stream));
  const mapPids = new Set(packets.filter((packet) => pidOf(packet) === PAT_PID).map(programMapPid));
  const audioPids = new Set<number>();
  for (const packet of packets) {
    if (mapPids.has(pidOf(packet))) for (const pid of removeAudioEntries(packet)) audioPids.add(pid);
  }
  return Buffer.concat(packets.filter((packet) => !audioPids.has(pidOf(packet))));
}

/** Offset of the table section in a packet that starts one. */
function sectionStart(packet: Buffer): number {
  const payload = (packet.readUInt8(3) & 0x20) !== 0 ? 5 + packet.readUInt8(4) : 4;
  return payload + 1 + packet.readUInt8(payload);
}

function programMapPid(pat: Buffer): number {
  // 8 header bytes, then 2 bytes programme number and 2 bytes PID of the only programme.
  return pat.readUInt16BE(sectionStart(pat) + 10) & 0x1fff;
}

/** Cuts AAC entries out of a programme map in place and returns their PIDs. */
function removeAudioEntries(packet: Buffer): number[] {
  const start = sectionStart(packet);
  const length = packet.readUInt16BE(start + 1) & 0x0fff;
  const firstEntry = start + 12 + (packet.readUInt16BE(start + 10) & 0x0fff);
  const crcAt = start + 3 + length - 4;
  const kept: Buffer[] = [packet.subarray(start, firstEntry)];
  const removed: number[] = [];
  for (let at = firstEntry; at < crcAt;) {
    const size = 5 + (packet.readUInt16BE(at + 3) & 0x0fff);
    if (packet.readUInt8(at) === ADTS_AAC) removed.push(packet.readUInt16BE(at + 1) & 0x1fff);
    else kept.push(packet.subarray(at, at + size));
    at += size;
  }
  writeSection(packet, start, Buffer.concat(kept));
  return removed;
}

function writeSection(packet: Buffer, start: number, body: Buffer): void {
  // The length field counts everything after itself, checksum included.
  body.writeUInt16BE((body.readUInt16BE(1) & 0xf000) | (body.length - 3 + 4), 1);
  packet.fill(0xff, start);
  body.copy(packet, start);
  packet.writeUInt32BE(sectionCrc(body), start + body.length);
}

function sectionCrc(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1;
  }
  return crc >>> 0;
}
