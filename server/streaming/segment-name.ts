/** 15 digits stay below 2^53; a run of one-second segments would need 31 million years to get there. */
const SEGMENT_NAME = /^segment_(\d{1,15})\.ts$/;

/** The number in `segment_<digits>.ts`, or undefined when the text is any other file name. */
export function parseSegmentNumber(name: string): number | undefined {
  const digits = SEGMENT_NAME.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
