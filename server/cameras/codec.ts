const H264 = 'avc1.';
const LEVEL_2 = 0x14;

/** Codec text that may be stored and quoted in a playlist: printable ASCII without quotes, at most 64 characters. */
export function isCodecText(text: string): boolean {
  return /^[\x20-\x7e]{1,64}$/.test(text) && !/["\\]/.test(text);
}

/** Raises H.264 levels below 2.0, which some players refuse, to 3.0. Everything else stays as it is. */
export function sanitiseCodec(codec: string): string {
  if (!codec.startsWith(H264) || !/^.{9}[0-9a-f]{2}$/i.test(codec)) return codec;
  return Number.parseInt(codec.slice(9), 16) < LEVEL_2 ? `${codec.slice(0, 9)}1e` : codec;
}
