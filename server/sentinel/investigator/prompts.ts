import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid, type Template } from 'liquidjs';
import { TRIGGERS } from '../../contract/agents/sentinel.ts';

const FOLDER = fileURLToPath(new URL('../../../templates/investigator', import.meta.url));

export type Trigger = (typeof TRIGGERS)[number];

/** What the prompts tell of a run. */
export interface PromptFacts {
  readonly now: string;
  readonly triggered_at: string;
  readonly time_zone: string;
  readonly camera_id: string | null;
  /** What the owner asked for; empty without. */
  readonly request: string;
  readonly max_tool_calls: number;
  readonly max_minutes: number;
  /** Motion seen shortly before, on the camera or on all. */
  readonly motion: readonly object[];
}

/** The words the investigator begins with, from templates that are read and compiled once. */
export class Prompts {
  readonly #engine = new Liquid({ strictFilters: true, strictVariables: true, ownPropertyOnly: true });
  readonly #system: Template[];
  readonly #byTrigger: ReadonlyMap<string, Template[]>;

  constructor() {
    this.#system = this.#load('system');
    this.#byTrigger = new Map(TRIGGERS.map((trigger) => [trigger, this.#load(trigger)]));
  }

  system(facts: PromptFacts): string {
    return this.#fill(this.#system, facts);
  }

  user(trigger: Trigger, facts: PromptFacts): string {
    return this.#fill(this.#byTrigger.get(trigger) ?? [], facts);
  }

  #load(name: string): Template[] {
    return this.#engine.parse(readFileSync(join(FOLDER, `${name}.liquid`), 'utf8'));
  }

  #fill(template: Template[], facts: PromptFacts): string {
    return String(this.#engine.renderSync(template, facts)).trim();
  }
}
