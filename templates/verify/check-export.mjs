// Checks an export: every file against the manifest, the manifest against its signature.
import { isSignedBy } from './ed25519.mjs';
import { sha256, toHex } from './hashes.mjs';
import { BadArchive, extract, readArchive } from './zip-reader.mjs';

const MANIFEST = 'manifest.json';
const SIGNATURE = 'manifest.sig';
const FORMAT = 'sentinel-incident-export';
const FORMAT_VERSION = 1;

/**
 * Checks a ZIP (a Blob). Answers
 * - `verdict`: `intact`, `changed`, or `unreadable` when it is no export at all;
 * - `problems`: what is wrong with the archive as a whole, a sentence each;
 * - `files`: `{name, status, detail}` for every file of the archive or the manifest, with the status `ok`, `changed`,
 *   `missing`, `not-listed`, or `unproven` when it fits a manifest that is not the signed one itself;
 * - `fingerprint` of the key in the manifest, and `manifest`, when they can be read.
 */
export async function checkExport(blob, onProgress = () => {}) {
  try {
    return await check(blob, onProgress);
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error;
    return { verdict: 'unreadable', problems: [error.message], files: [], fingerprint: undefined };
  }
}

async function check(blob, onProgress) {
  const { entries, problems } = await readArchive(blob);
  const byName = Map.groupBy(entries, ({ name }) => name);
  const read = async (name) => {
    const found = byName.get(name) ?? [];
    if (found.length === 0) return { isMissing: true };
    return found.length > 1
      ? { problem: `It is ${found.length} times in the archive.` }
      : extract(blob, found[0]);
  };
  const [stored, signature] = [await read(MANIFEST), await read(SIGNATURE)];
  if (stored.isMissing && signature.isMissing) {
    throw new BadArchive(
      'This ZIP is no export of an incident: it has neither manifest.json nor manifest.sig.',
    );
  }
  const manifest = stored.bytes && manifestOf(stored.bytes);
  const key = manifest && bytesOfBase64(manifest.signing_key.public_key);
  const isSigned =
    key !== undefined &&
    signature.bytes !== undefined &&
    (await isSignedBy(key, signature.bytes, stored.bytes));
  const files = signatureRows({ stored, signature, isReadable: manifest !== undefined, isSigned });
  const listed = manifest?.files ?? [];
  for (const [index, file] of listed.entries()) {
    onProgress(index, listed.length);
    files.push(await fileRow(file, await read(file.path), isSigned));
  }
  const known = new Set([MANIFEST, SIGNATURE, ...listed.map(({ path }) => path)]);
  for (const name of byName.keys()) {
    if (known.has(name)) continue;
    const detail =
      manifest === undefined
        ? 'There is no readable manifest to compare it with.'
        : 'It was not part of the export.';
    files.push({ name, status: manifest === undefined ? 'unproven' : 'not-listed', detail });
  }
  const isIntact = isSigned && problems.length === 0 && files.every(({ status }) => status === 'ok');
  const verdict = isIntact ? 'intact' : 'changed';
  return { verdict, problems, files, fingerprint: key && (await fingerprintOf(key)), manifest };
}

/** The manifest, if these bytes are one of a kind known here. */
function manifestOf(bytes) {
  try {
    const manifest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const { format, format_version: version, files, signing_key: key } = manifest;
    const isKnown = format === FORMAT && version === FORMAT_VERSION && key.algorithm === 'Ed25519';
    const paths = new Set(files.map(({ path }) => path));
    const isWhole = files.every(({ path, sha256 }) => typeof path === 'string' && typeof sha256 === 'string');
    return isKnown && isWhole && paths.size === files.length ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function bytesOfBase64(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    return bytes.length === 32 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** First 32 hex digits of the SHA-256 of the key, in groups of four. */
async function fingerprintOf(key) {
  const digits = toHex(await sha256(key)).slice(0, 32);
  return digits.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** What is to be said of the manifest and its signature, which vouch for each other. */
function signatureRows({ stored, signature, isReadable, isSigned }) {
  const row = (name, part, alone) => {
    if (part.isMissing) return { name, status: 'missing', detail: 'It belongs to every export.' };
    if (part.problem !== undefined) return { name, status: 'changed', detail: part.problem };
    return { name, ...alone };
  };
  const ok = { status: 'ok', detail: '' };
  const mismatch = {
    status: 'changed',
    detail: 'The signature does not belong to this manifest: one of them was changed.',
  };
  const unproven = { status: 'unproven', detail: 'What it belongs with is missing or damaged.' };
  const unreadable = { status: 'changed', detail: 'It is not a manifest that this page can read.' };
  const areBothThere = stored.bytes !== undefined && signature.bytes !== undefined;
  const together = isSigned ? ok : areBothThere ? mismatch : unproven;
  return [
    row(MANIFEST, stored, stored.bytes !== undefined && !isReadable ? unreadable : together),
    row(SIGNATURE, signature, stored.bytes !== undefined && !isReadable ? unproven : together),
  ];
}

async function fileRow(file, found, isSigned) {
  const name = file.path;
  if (found.isMissing) return { name, status: 'missing', detail: 'It was part of the export.' };
  if (found.problem !== undefined) return { name, status: 'changed', detail: found.problem };
  if (found.bytes.length !== file.bytes || toHex(await sha256(found.bytes)) !== file.sha256) {
    return { name, status: 'changed', detail: 'Its SHA-256 is not the one in the manifest.' };
  }
  if (!isSigned)
    return { name, status: 'unproven', detail: 'It fits the manifest, but the manifest is not proven.' };
  const detail =
    file.differs_from_stored === true
      ? 'It was so when it was exported, but then already differed from what was stored when it was captured.'
      : '';
  return { name, status: 'ok', detail };
}
