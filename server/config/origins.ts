/** A web origin or base URL as configured: scheme required, no blanks or commas inside; trailing slashes are cut. */
export function cleanBaseUrl(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^https?:\/\//.test(trimmed) || /[\s,]/.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  return trimmed.replace(/\/+$/, '');
}
