import { t } from '@lingui/core/macro';
import { z } from 'zod';
import type { sentinelModel, SentinelModel } from '../../../../server/contract/agents/sentinel.ts';
import type { BodyInputOf } from '../../../../server/contract/endpoint.ts';
import { hostOf } from './host.ts';
import { PRESET_IDS, presetById, presetOf } from './presets.ts';

/** A number field that was left empty reads as not a number. */
const whole = (least: number, most: number) => {
  const message = t`Enter a whole number from ${least} to ${most}`;
  return z.number(message).int(message).min(least, message).max(most, message);
};
const PRICE = t`Enter dollars, such as 2.50, or nothing`;

const fields = z.object({
  /** Empty before something was stored. */
  preset: z.enum([...PRESET_IDS, '']).refine((id): boolean => id !== '', t`Choose where the model runs`),
  base_url: z
    .string()
    .trim()
    .max(500, t`That is too long`)
    .refine((text) => hostOf(text) !== null, t`Enter an address that begins with http:// or https://`),
  model: z
    .string()
    .trim()
    .min(1, t`Enter the name of the model`)
    .max(200, t`That is too long`),
  /** Null keeps what is stored, empty removes it, text replaces it. */
  key: z
    .string()
    .trim()
    .max(500, t`That is too long`)
    .nullable(),
  max_tool_calls: whole(1, 60),
  max_minutes: whole(1, 15),
  image_pixels: whole(256, 2048),
  input_price: z.number(PRICE).min(0, PRICE).max(10_000, PRICE).nullable(),
  output_price: z.number(PRICE).min(0, PRICE).max(10_000, PRICE).nullable(),
});
export type ModelDraft = z.infer<typeof fields>;

/** What is stored, as a form. */
export function modelDraft(stored: SentinelModel): ModelDraft {
  return {
    preset: presetOf(stored),
    base_url: stored.base_url,
    model: stored.model,
    key: null,
    max_tool_calls: stored.max_tool_calls,
    max_minutes: stored.max_minutes,
    image_pixels: stored.image_pixels,
    input_price: stored.input_price,
    output_price: stored.output_price,
  };
}

function originOf(url: string): string {
  return hostOf(url) === null ? '' : new URL(url).origin;
}

/** What is wrong with the key, if anything: it is needed, or the stored one belongs to another host. */
function keyProblem(draft: ModelDraft, stored: SentinelModel): string | null {
  if (draft.key === '' || (draft.key === null && !stored.has_key)) {
    return draft.preset === 'anthropic' ? t`Enter the API key of your account` : null;
  }
  if (draft.key !== null || originOf(draft.base_url) === originOf(stored.base_url)) return null;
  return t`Enter the key again or remove it: the stored one belongs to another host`;
}

/** Checks the form as the server would, and that a stored key is not sent to a host it was not entered for. */
export function modelDraftSchema(stored: SentinelModel) {
  return fields.superRefine((draft, context) => {
    const message = keyProblem(draft, stored);
    if (message !== null) context.addIssue({ code: 'custom', path: ['key'], message });
  });
}

/** What is sent; the key only when it was touched. */
export function modelChanges({ preset, key, ...rest }: ModelDraft): BodyInputOf<typeof sentinelModel.set> {
  const provider = presetById(preset)?.provider ?? 'openai';
  return { ...rest, provider, ...(key === null ? {} : { key }) };
}

/** The address after a preset was chosen: what a person wrote for the same kind of place stays. */
export function urlAfterChoice(current: string, chosen: string, stored: SentinelModel): string {
  if (chosen === presetOf(stored)) return stored.base_url;
  return presetById(chosen)?.url ?? current;
}
