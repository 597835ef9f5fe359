/** What this browser kept about places that are erased: arrangements, filters, notes about new nodes. */
const PREFIXES = ['sentinel.wall.', 'sentinel.group.', 'os.recentlyCreatedNode.'];

/** Forgets it. Storage that is forbidden holds nothing to forget. */
export function forgetArrangements(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (PREFIXES.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
    }
  } catch {
    // Forbidden here.
  }
}
