// The two files that hold one picture in many sizes.

/** A square picture: its PNG file and its pixels, four bytes each (red, green, blue, alpha), row by row from the top. */
export interface Picture {
  readonly size: number;
  readonly png: Buffer;
  readonly pixels: Buffer;
}

/** From here on Windows wants PNG inside an icon file; below it every reader, the installer's too, takes bitmaps. */
const PNG_FROM = 256;

/** Windows' `.ico`. */
export function icoFile(pictures: readonly Picture[]): Buffer {
  const bodies = pictures.map((picture) => (picture.size >= PNG_FROM ? picture.png : bitmap(picture)));
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size }] of pictures.entries()) {
    const at = 6 + 16 * index;
    const length = bodies[index]?.length ?? 0;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += length;
  }
  return Buffer.concat([header, ...bodies]);
}

/** A 32-bit bitmap as icons hold it: rows from the bottom, blue first, and a mask that is all zeros. */
function bitmap({ size, pixels }: Picture): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const colours = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    pixels.copy(colours, row * size * 4, (size - 1 - row) * size * 4, (size - row) * size * 4);
  }
  for (let at = 0; at < colours.length; at += 4) {
    const red = colours.readUInt8(at);
    colours.writeUInt8(colours.readUInt8(at + 2), at);
    colours.writeUInt8(red, at + 2);
  }
  const maskRow = Math.ceil(size / 32) * 4;
  return Buffer.concat([header, colours, Buffer.alloc(maskRow * size)]);
}

/** Types that hold a PNG, by pixels: for the plain screen and for the one with twice the density. */
const ICNS_TYPES: readonly (readonly [string, number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** Sizes that `icnsFile` needs. */
export const ICNS_SIZES: readonly number[] = [...new Set(ICNS_TYPES.map(([, size]) => size))];

/** macOS's `.icns`. Throws when a size is missing. */
export function icnsFile(pictures: readonly Picture[]): Buffer {
  const entries = ICNS_TYPES.map(([type, size]) => {
    const picture = pictures.find((candidate) => candidate.size === size);
    if (picture === undefined) throw new Error(`An .icns file needs the size ${size}.`);
    return chunk(type, picture.png);
  });
  return chunk('icns', Buffer.concat(entries));
}

function chunk(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(body.length + header.length, 4);
  return Buffer.concat([header, body]);
}
