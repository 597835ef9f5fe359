/** What every section is told. */
export interface Bench {
  /** At most a minute for each section, with fewer repetitions; good for a look, not for a claim. */
  readonly quick: boolean;
  /** Arguments of Node that start the server. */
  readonly serverArgs: readonly string[];
  readonly hasNginx: boolean;
  readonly say: (text: string) => void;
}

/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly measured: string;
  readonly target?: string;
  readonly met?: boolean;
  readonly note?: string;
}

export interface SectionResult {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Everything measured, for the JSON file. */
  readonly figures: unknown;
}

export type Section = (bench: Bench) => Promise<SectionResult>;

interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly digits?: number;
  readonly unit?: string;
  readonly note?: string | undefined;
}

/** A line whose value is held against a target, when there is one. */
export function line(what: string, value: number, bounds: Bounds = {}): Line {
  const { atLeast, atMost, digits = 2, unit = '', note } = bounds;
  const measured = `${value.toFixed(digits)}${unit}`;
  const noted = note === undefined || note === '' ? {} : { note };
  if (atLeast !== undefined)
    return { what, measured, target: `≥ ${atLeast}${unit}`, met: value >= atLeast, ...noted };
  if (atMost !== undefined)
    return { what, measured, target: `≤ ${atMost}${unit}`, met: value <= atMost, ...noted };
  return { what, measured, ...noted };
}
