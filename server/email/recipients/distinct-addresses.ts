/** What looks like an e-mail address, each once whatever its spelling; the first spelling stays. */
export function distinctAddresses(identifiers: readonly string[]): string[] {
  const bySpelling = new Map<string, string>();
  for (const identifier of identifiers) {
    const folded = identifier.toLowerCase();
    if (identifier.includes('@') && !bySpelling.has(folded)) bySpelling.set(folded, identifier);
  }
  return [...bySpelling.values()];
}
