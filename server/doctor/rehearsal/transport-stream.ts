const PACKET_BYTES = 188;
const SYNC_BYTE = 0x47;
const PAYLOAD_START = 0x40;
const NAL_IDR = 5;
const NAL_SPS = 7;

/**
 * Whether bytes are MPEG-TS with H.264 that a player can begin with: whole packets, and a video stream that carries its
 * parameters and a full picture. For computers without ffprobe; it does not look at the pictures themselves.
 */
export function beginsPlayable(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.length % PACKET_BYTES !== 0) return false;
  const streams = new Map<number, Buffer[]>();
  for (let at = 0; at < bytes.length; at += PACKET_BYTES) {
    const packet = bytes.subarray(at, at + PACKET_BYTES);
    if (packet[0] !== SYNC_BYTE) return false;
    const pid = packet.readUInt16BE(1) & 0x1fff;
    const payload = payloadOf(packet);
    const known = streams.get(pid);
    if (isVideoStart(packet, payload)) streams.set(pid, [...(known ?? []), payload]);
    else known?.push(payload);
  }
  return [...streams.values()].some((payloads) => {
    const found = nalTypes(Buffer.concat(payloads));
    return found.has(NAL_SPS) && found.has(NAL_IDR);
  });
}

function payloadOf(packet: Buffer): Buffer {
  const control = ((packet[3] ?? 0) >> 4) & 3;
  if ((control & 1) === 0) return Buffer.alloc(0);
  return packet.subarray(control === 3 ? 5 + (packet[4] ?? 0) : 4);
}

/** A packet that begins with the start code of a video stream, 0x000001E0 to EF. */
function isVideoStart(packet: Buffer, payload: Buffer): boolean {
  const starts = ((packet[1] ?? 0) & PAYLOAD_START) !== 0;
  return starts && payload.length > 4 && payload.readUInt32BE(0) >>> 4 === 0x1e;
}

function nalTypes(stream: Buffer): ReadonlySet<number> {
  const types = new Set<number>();
  const startCode = Buffer.from([0, 0, 1]);
  for (let at = stream.indexOf(startCode); at !== -1; at = stream.indexOf(startCode, at + 3)) {
    types.add((stream[at + 3] ?? 0) & 0x1f);
  }
  return types;
}
