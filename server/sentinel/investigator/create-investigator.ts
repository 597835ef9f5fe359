import type { Loop } from '../../background/loop-runner.ts';
import { systemResolve } from '../../webhooks/outgoing/sending/webhook-address.ts';
import { MODEL_CLIENT_DEFAULTS, type ModelClientDeps } from '../model/model-client.ts';
import { Investigator, type InvestigatorDeps } from './investigator.ts';
import { deleteOldPictures } from './pictures/picture-cleanup.ts';
import { PictureScaler } from './pictures/picture-scaler.ts';
import { Prompts } from './prompts.ts';

const HOUR_MS = 3_600_000;

/** How models are asked outside tests. */
export const MODEL_ACCESS: ModelClientDeps = { ...MODEL_CLIENT_DEFAULTS, resolve: systemResolve };

export interface CreatedInvestigator {
  readonly loops: readonly Loop[];
  /** Await it after the loops were told to stop and before the database closes. */
  readonly idle: () => Promise<void>;
}

/** The built-in investigator with what keeps it going. */
export function createInvestigator(
  deps: Omit<InvestigatorDeps, 'model' | 'scaler' | 'prompts'>,
): CreatedInvestigator {
  const investigator = new Investigator({
    ...deps,
    model: MODEL_ACCESS,
    scaler: new PictureScaler(),
    prompts: new Prompts(),
  });
  return {
    loops: [
      { name: 'sentinel-investigator', everyMs: 2_000, tick: (signal) => investigator.tick(signal) },
      {
        name: 'sentinel-pictures',
        everyMs: HOUR_MS,
        firstAfterMs: 120_000,
        tick: async (signal) => {
          await deleteOldPictures(deps, signal);
        },
      },
    ],
    idle: () => investigator.idle(),
  };
}
