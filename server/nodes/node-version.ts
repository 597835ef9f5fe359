/** Oldest node program this server works with, and the newest one it knows of; `X.Y.Z`. */
export interface NodeVersions {
  readonly minSupported: string;
  readonly latest: string;
}

export interface VersionReport {
  /** `X.Y.Z` as stored; null when the node did not say. Unreadable text counts as 0.0.0. */
  readonly canonical: string | null;
  readonly supported: boolean;
  readonly updateAvailable: string | undefined;
}

type Parts = readonly [number, number, number];

function parse(text: string): Parts {
  const match = /^\s*v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})/i.exec(text);
  return match === null ? [0, 0, 0] : [Number(match[1]), Number(match[2]), Number(match[3])];
}

function isOlder(a: Parts, b: Parts): boolean {
  if (a[0] !== b[0]) return a[0] < b[0];
  return a[1] === b[1] ? a[2] < b[2] : a[1] < b[1];
}

/** Judges a node's version text. A node that says nothing is supported, but should be updated. */
export function judgeVersion(reported: string | null | undefined, versions: NodeVersions): VersionReport {
  const latest = parse(versions.latest);
  const latestText = latest.join('.');
  if (reported === null || reported === undefined || reported.trim() === '') {
    return { canonical: null, supported: true, updateAvailable: latestText };
  }
  const parts = parse(reported);
  return {
    canonical: parts.join('.'),
    supported: !isOlder(parts, parse(versions.minSupported)),
    updateAvailable: isOlder(parts, latest) ? latestText : undefined,
  };
}
