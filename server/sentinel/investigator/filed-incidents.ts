import { isObject } from '../model/chat.ts';

export type RunSeverity = 'low' | 'medium' | 'high';

interface Filed {
  readonly id: number;
  readonly severity: RunSeverity;
}

/** Incidents that one investigation filed itself, as the answers of create_incident tell. @short-lived */
export class FiledIncidents {
  readonly #filed: Filed[] = [];

  /** The last one. */
  get latest(): Filed | undefined {
    return this.#filed.at(-1);
  }

  has(id: number): boolean {
    return this.#filed.some((filed) => filed.id === id);
  }

  /** The one of that id, else the last one. */
  named(id: number | null | undefined): Filed | undefined {
    return this.#filed.find((filed) => filed.id === id) ?? this.latest;
  }

  /** Looks at what a tool answered. */
  note(toolName: string, answer: unknown): void {
    if (toolName !== 'create_incident' || !isObject(answer) || typeof answer['id'] !== 'number') return;
    this.#filed.push({ id: answer['id'], severity: runSeverity(answer['severity']) });
  }
}

/** Runs know three degrees; a critical incident is a high one there. */
function runSeverity(severity: unknown): RunSeverity {
  if (severity === 'critical' || severity === 'high') return 'high';
  return severity === 'low' ? 'low' : 'medium';
}
