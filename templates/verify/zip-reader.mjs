// Reads a ZIP and looks at every byte of it: what is not part of an entry or of the directory is reported.

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const COMMENT_MAX = 0xffff;
const DIRECTORY_MAX = 64 * 1024 * 1024;
/** Largest file that is looked at, as a whole in memory. */
const FILE_MAX = 1024 * 1024 * 1024;

/** Something that is no whole ZIP. */
export class BadArchive extends Error {}

const CUT_OFF = 'This is not a whole ZIP file: it was cut off, damaged, or is something else.';

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes) {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) crc = CRC_TABLE[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Bytes `start` to `end` (exclusive) of a blob; fewer where it ends. */
async function view(blob, start, end) {
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

function long(data, at) {
  const value = data.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BadArchive(CUT_OFF);
  return Number(value);
}

function text(data, start, length) {
  return new TextDecoder().decode(new Uint8Array(data.buffer, data.byteOffset + start, length));
}

/**
 * The entries of a ZIP in the order of its directory, and what is wrong with it as a whole. Throws BadArchive when it
 * has no directory. An entry: `name`, `size` in bytes, and `problem` when its own records do not agree.
 */
export async function readArchive(blob) {
  const problems = [];
  const end = await findEnd(blob, problems);
  const entries = await readDirectory(blob, end, problems);
  await checkLayout(blob, entries, end, problems);
  return { entries, problems };
}

async function findEnd(blob, problems) {
  const from = Math.max(0, blob.size - END_BYTES - COMMENT_MAX);
  const data = await view(blob, from, blob.size);
  for (let at = data.byteLength - END_BYTES; at >= 0; at -= 1) {
    if (data.getUint32(at, true) !== END) continue;
    if (at + END_BYTES !== data.byteLength) {
      problems.push('There are bytes after the end of the archive, which Sentinel never writes.');
    }
    const end = {
      at: from + at,
      count: data.getUint16(at + 10, true),
      size: data.getUint32(at + 12, true),
      offset: data.getUint32(at + 16, true),
    };
    return (await findLongEnd(blob, end)) ?? end;
  }
  throw new BadArchive(CUT_OFF);
}

/** The form for archives of more than 4 GB, if this is one. */
async function findLongEnd(blob, end) {
  const locator = await view(blob, Math.max(0, end.at - LOCATOR_BYTES), end.at);
  if (locator.byteLength < LOCATOR_BYTES || locator.getUint32(0, true) !== LOCATOR_64) return undefined;
  const at = long(locator, 8);
  const data = await view(blob, at, end.at - LOCATOR_BYTES);
  if (data.byteLength !== 56 || data.getUint32(0, true) !== END_64) throw new BadArchive(CUT_OFF);
  return { at, count: long(data, 32), size: long(data, 40), offset: long(data, 48) };
}

async function readDirectory(blob, end, problems) {
  if (end.size > DIRECTORY_MAX || end.offset + end.size > end.at) throw new BadArchive(CUT_OFF);
  if (end.offset + end.size !== end.at) problems.push('There are bytes between the directory and its end.');
  const data = await view(blob, end.offset, end.offset + end.size);
  const entries = [];
  let at = 0;
  while (at + 46 <= data.byteLength && data.getUint32(at, true) === CENTRAL) {
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
    if (next > data.byteLength) break;
    const entry = {
      name: text(data, at + 46, nameLength),
      flags: data.getUint16(at + 8, true),
      method: data.getUint16(at + 10, true),
      time: data.getUint32(at + 12, true),
      crc: data.getUint32(at + 16, true),
      packedSize: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
      dataStart: 0,
      problem: undefined,
    };
    readLongSizes(entry, data, at + 46 + nameLength, extraLength);
    entries.push(entry);
    at = next;
  }
  if (at !== data.byteLength || entries.length !== end.count) {
    problems.push('The directory of the archive is damaged: files may be missing from this list.');
  }
  return entries;
}

/** Sizes and offsets of more than 4 GB stand in an extra field. */
function readLongSizes(entry, data, start, length) {
  for (let at = start; at + 4 <= start + length; at += 4 + data.getUint16(at + 2, true)) {
    if (data.getUint16(at, true) !== 1) continue;
    const until = at + 4 + data.getUint16(at + 2, true);
    let field = at + 4;
    for (const name of ['size', 'packedSize', 'offset']) {
      if (entry[name] !== 0xffffffff || field + 8 > until || until > start + length) continue;
      entry[name] = long(data, field);
      field += 8;
    }
    return;
  }
}

/** Entries must follow each other from the first byte on, up to the directory, without gap or overlap. */
async function checkLayout(blob, entries, end, problems) {
  let cursor = 0;
  let before = 'the beginning';
  for (const entry of entries.toSorted((one, other) => one.offset - other.offset)) {
    if (entry.offset !== cursor) {
      problems.push(`Between ${before} and ${entry.name} there are bytes that belong to no file.`);
    }
    cursor = await checkRecords(blob, entry);
    before = entry.name;
  }
  if (cursor !== end.offset) problems.push(`After ${before} there are bytes that belong to no file.`);
}

/** Compares what stands before and after the bytes of a file with the directory; answers where the entry ends. */
async function checkRecords(blob, entry) {
  const head = await view(blob, entry.offset, entry.offset + 30);
  const disagree = 'Its records in the archive do not agree with each other.';
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) {
    entry.problem = disagree;
    return entry.offset;
  }
  const nameLength = head.getUint16(26, true);
  const nameEnd = entry.offset + 30 + nameLength;
  entry.dataStart = nameEnd + head.getUint16(28, true);
  const name = text(
    await view(blob, entry.offset + 30, nameEnd),
    0,
    Math.max(0, Math.min(nameLength, blob.size - entry.offset - 30)),
  );
  const isStreamed = (entry.flags & 8) !== 0;
  const sizes = [head.getUint32(14, true), head.getUint32(18, true), head.getUint32(22, true)];
  const isLong = sizes[1] === 0xffffffff || sizes[2] === 0xffffffff;
  const agrees =
    name === entry.name &&
    head.getUint16(6, true) === entry.flags &&
    head.getUint16(8, true) === entry.method &&
    head.getUint32(10, true) === entry.time &&
    (isStreamed ||
      isLong ||
      (sizes[0] === entry.crc && sizes[1] === entry.packedSize && sizes[2] === entry.size));
  const dataEnd = entry.dataStart + entry.packedSize;
  const entryEnd = isStreamed ? await descriptorEnd(blob, entry, dataEnd) : dataEnd;
  if (!agrees || entryEnd === undefined) entry.problem = disagree;
  return entryEnd ?? dataEnd;
}

/** Where the record after the bytes of a streamed file ends; undefined when it does not say the same. */
async function descriptorEnd(blob, entry, start) {
  const data = await view(blob, start, start + 24);
  for (const [head, width] of [
    [4, 4],
    [4, 8],
    [0, 4],
    [0, 8],
  ]) {
    const length = head + 4 + 2 * width;
    if (data.byteLength < length || (head > 0 && data.getUint32(0, true) !== DESCRIPTOR)) continue;
    const number = (at) => (width === 4 ? data.getUint32(at, true) : Number(data.getBigUint64(at, true)));
    const [packedSize, size] = [number(head + 4), number(head + 4 + width)];
    if (data.getUint32(head, true) === entry.crc && packedSize === entry.packedSize && size === entry.size) {
      return start + length;
    }
  }
  return undefined;
}

/** The unpacked bytes of an entry, or the `problem` that keeps them from being what was stored. */
export async function extract(blob, entry) {
  if (entry.problem !== undefined) return { problem: entry.problem };
  if ((entry.flags & 1) !== 0) return { problem: 'It is encrypted.' };
  if (entry.size > FILE_MAX) return { problem: 'It is too large to be checked here.' };
  const packed = blob.slice(entry.dataStart, entry.dataStart + entry.packedSize);
  const bytes = await unpacked(packed, entry);
  if (bytes === undefined) return { problem: 'It cannot be unpacked.' };
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) {
    return { problem: 'Its checksum in the archive does not fit.' };
  }
  return { bytes };
}

async function unpacked(packed, entry) {
  if (entry.method === 0) return new Uint8Array(await packed.arrayBuffer());
  if (entry.method !== 8) return undefined;
  const bytes = new Uint8Array(entry.size);
  let filled = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      if (filled + value.length > bytes.length) {
        await reader.cancel();
        return undefined;
      }
      bytes.set(value, filled);
      filled += value.length;
    }
  } catch {
    return undefined;
  }
  return filled === bytes.length ? bytes : undefined;
}
