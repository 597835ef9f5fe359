/** Size of one MPEG-TS packet, bytes. */
const PACKET_BYTES = 188;
const SYNC_BYTE = 0x47;
/** PTS, DTS and PCR base count 90 kHz ticks in 33 bits and wrap. */
const CLOCK_MODULUS = 2n ** 33n;
const NULL_PID = 0x1fff;

type ByteRange = { readonly start: number; readonly end: number };

/** How far one segment must be moved: clock ticks (90 kHz, any sign) and continuity counters by PID. */
export type SegmentShift = {
  readonly ticks: bigint;
  /** Counter of the first packet with payload, by PID; PIDs left out start at 0. */
  readonly firstCounters: ReadonlyMap<number, number>;
};

const pidOf = (packet: Buffer): number => packet.readUInt16BE(1) & 0x1fff;
const hasPayload = (packet: Buffer): boolean => (packet.readUInt8(3) & 0x10) !== 0;
const hasAdaptation = (packet: Buffer): boolean => (packet.readUInt8(3) & 0x20) !== 0;

/** Splits a transport stream into views of its packets. Throws when the packet grid is broken. */
export function packetsOf(stream: Buffer): Buffer[] {
  if (stream.length % PACKET_BYTES !== 0) throw new Error('not a whole number of MPEG-TS packets');
  const packets: Buffer[] = [];
  for (let at = 0; at < stream.length; at += PACKET_BYTES) {
    if (stream[at] !== SYNC_BYTE) throw new Error(`lost MPEG-TS sync at byte ${at}`);
    packets.push(stream.subarray(at, at + PACKET_BYTES));
  }
  return packets;
}

/** Number of payload-carrying packets by PID: how far one segment advances the continuity counters. */
export function countPayloads(segment: Buffer): Map<number, number> {
  const counts = new Map<number, number>();
  for (const packet of packetsOf(segment)) {
    const pid = pidOf(packet);
    if (pid !== NULL_PID && hasPayload(packet)) counts.set(pid, (counts.get(pid) ?? 0) + 1);
  }
  return counts;
}

/** A copy of the segment with PTS, DTS, PCR and continuity counters moved; the input is left alone. */
export function retimeSegment(segment: Buffer, shift: SegmentShift): Buffer {
  const moved = Buffer.from(segment);
  const counters = new Map(shift.firstCounters);
  for (const packet of packetsOf(moved)) {
    const pid = pidOf(packet);
    if (pid === NULL_PID) continue;
    setCounter(packet, pid, counters);
    shiftPcr(packet, shift.ticks);
    const pes = pesHeader(packet);
    if (pes) shiftPes(packet, pes, shift.ticks);
  }
  return moved;
}

/** Every PTS in the segment for the given PID, 90 kHz ticks, in packet order. */
export function presentationTimes(segment: Buffer, pid: number): bigint[] {
  const times: bigint[] = [];
  for (const packet of packetsOf(segment)) {
    if (pidOf(packet) !== pid) continue;
    const pes = pesHeader(packet);
    if (pes && (packet.readUInt8(pes.start + 7) & 0x80) !== 0) times.push(readStamp(packet, pes.start + 9));
  }
  return times;
}

function setCounter(packet: Buffer, pid: number, counters: Map<number, number>): void {
  const next = counters.get(pid) ?? 0;
  // A packet without payload repeats the counter of the packet before it.
  const value = hasPayload(packet) ? next : next + 15;
  packet.writeUInt8((packet.readUInt8(3) & 0xf0) | (value & 0x0f), 3);
  if (hasPayload(packet)) counters.set(pid, (next + 1) & 0x0f);
}

function shiftPcr(packet: Buffer, ticks: bigint): void {
  const present = hasAdaptation(packet) && packet.readUInt8(4) >= 7 && (packet.readUInt8(5) & 0x10) !== 0;
  if (!present) return;
  // 33 bits base, 6 reserved, 9 extension; only the base is in 90 kHz ticks.
  const base = (BigInt(packet.readUInt32BE(6)) << 1n) | BigInt(packet.readUInt8(10) >> 7);
  const moved = wrap(base + ticks);
  packet.writeUInt32BE(Number(moved >> 1n), 6);
  packet.writeUInt8((packet.readUInt8(10) & 0x7f) | (Number(moved & 1n) << 7), 10);
}

/** Where the PES header begins in this packet, or undefined when none starts here. */
function pesHeader(packet: Buffer): ByteRange | undefined {
  const unitStart = (packet.readUInt8(1) & 0x40) !== 0;
  if (!unitStart || !hasPayload(packet)) return undefined;
  const start = hasAdaptation(packet) ? 5 + packet.readUInt8(4) : 4;
  // Table sections also start units; only PES has the 00 00 01 prefix (tables begin with a pointer and an id).
  if (start + 9 > PACKET_BYTES || packet.readUIntBE(start, 3) !== 1) return undefined;
  const streamId = packet.readUInt8(start + 3);
  const timed = (streamId >= 0xc0 && streamId <= 0xef) || streamId === 0xbd;
  return timed ? { start, end: PACKET_BYTES } : undefined;
}

function shiftPes(packet: Buffer, pes: ByteRange, ticks: bigint): void {
  const flags = packet.readUInt8(pes.start + 7);
  if ((flags & 0x80) !== 0) shiftStamp(packet, pes.start + 9, ticks);
  if ((flags & 0xc0) === 0xc0) shiftStamp(packet, pes.start + 14, ticks);
}

/** Reads a 33-bit stamp spread over 5 bytes with marker bits. */
function readStamp(packet: Buffer, at: number): bigint {
  const high = BigInt((packet.readUInt8(at) >> 1) & 0x07);
  const middle = BigInt(packet.readUInt16BE(at + 1) >> 1);
  const low = BigInt(packet.readUInt16BE(at + 3) >> 1);
  return (high << 30n) | (middle << 15n) | low;
}

function shiftStamp(packet: Buffer, at: number, ticks: bigint): void {
  const moved = wrap(readStamp(packet, at) + ticks);
  const prefix = packet.readUInt8(at) & 0xf0;
  packet.writeUInt8(prefix | (Number((moved >> 30n) & 0x07n) << 1) | 1, at);
  packet.writeUInt16BE((Number((moved >> 15n) & 0x7fffn) << 1) | 1, at + 1);
  packet.writeUInt16BE((Number(moved & 0x7fffn) << 1) | 1, at + 3);
}

function wrap(ticks: bigint): bigint {
  return ((ticks % CLOCK_MODULUS) + CLOCK_MODULUS) % CLOCK_MODULUS;
}
