/** Largest picture taken from a node. */
export const JPEG_MAX_BYTES = 8 * 1024 * 1024;
/** Tables and headers alone take more. */
const JPEG_MIN_BYTES = 100;
const START = Buffer.from([0xff, 0xd8, 0xff]);
const END = Buffer.from([0xff, 0xd9]);

/** Whether bytes are one whole JPEG of acceptable size: they begin and end as one. */
export function isJpeg(bytes: Buffer): boolean {
  return (
    bytes.length >= JPEG_MIN_BYTES &&
    bytes.length <= JPEG_MAX_BYTES &&
    bytes.subarray(0, START.length).equals(START) &&
    // Some encoders pad the end with zeros.
    withoutPadding(bytes).subarray(-END.length).equals(END)
  );
}

function withoutPadding(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}
