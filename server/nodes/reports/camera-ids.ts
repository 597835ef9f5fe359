import { sha256Hex } from '../../ids.ts';

/** Ids go unescaped into URLs, folder names and an FFmpeg pattern on the node. */
const CAMERA_ID = /^[A-Za-z0-9_.-]{1,150}$/;
const READABLE_MAX = 60;
const HASH_LENGTH = 8;

/** How a node names one of its cameras. */
export interface ReportedDevice {
  readonly device_path?: string | null | undefined;
  readonly camera_id?: string | null | undefined;
}

/** The name under which the node looks its camera up in our answer: the device path exactly as sent. */
export function deviceKey(device: ReportedDevice): string {
  return device.device_path ?? device.camera_id ?? 'unknown';
}

/** The node's own formula for a device, which it uses when our answer lacks one: both sides should agree. */
function plainSuffix(key: string): string {
  return (key === '' ? 'unknown' : key).replace(/[/\\ ]/g, '_').replace(/^_+|_+$/g, '');
}

function hashedId(nodeId: string, key: string): string {
  const readable = plainSuffix(key)
    .replace(/[^A-Za-z0-9_.-]+/g, '_')
    .slice(0, READABLE_MAX);
  return `${nodeId}_${readable}_${sha256Hex(key).slice(0, HASH_LENGTH)}`;
}

/**
 * Ids for a node's devices: device key → camera id. The plain formula where it gives a legal, unshared id; else a readable
 * part and a hash of the key. Among devices whose names collapse to the same text the first in text order keeps the
 * plain id, so that the order of the list does not matter. Node ids are unique, so ids are unique across nodes.
 */
export function assignCameraIds(nodeId: string, keys: readonly string[]): Map<string, string> {
  const assigned = new Map<string, string>();
  const taken = new Set<string>();
  const unsettled: string[] = [];
  for (const key of [...new Set(keys)].sort()) {
    const id = `${nodeId}_${plainSuffix(key)}`;
    if (CAMERA_ID.test(id) && !taken.has(id)) {
      taken.add(id);
      assigned.set(key, id);
    } else unsettled.push(key);
  }
  for (const key of unsettled) {
    let id = hashedId(nodeId, key);
    // A device could be named like another one's hashed id.
    while (taken.has(id)) id = `${id}_`;
    taken.add(id);
    assigned.set(key, id);
  }
  return assigned;
}
