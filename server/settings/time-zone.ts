/** An offset such as `+05:00` is accepted by Intl but knows no daylight saving time and is no name of a zone. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+\-/]*$/;

const supported = new Map(
  [...Intl.supportedValuesOf('timeZone'), 'UTC'].map((name) => [name.toLowerCase(), name]),
);

/** The IANA zone a text names, in its usual spelling, or undefined. Older names (`US/Eastern`) count too. */
export function timeZoneNamed(text: string): string | undefined {
  const known = supported.get(text.toLowerCase());
  if (known !== undefined || !ZONE_NAME.test(text)) return known;
  try {
    return Intl.DateTimeFormat('en-GB', { timeZone: text }) && text;
  } catch {
    return undefined;
  }
}
