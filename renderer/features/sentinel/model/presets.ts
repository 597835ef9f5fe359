import { t } from '@lingui/core/macro';
import type { SentinelModel } from '../../../../server/contract/agents/sentinel.ts';
import { hostOf } from './host.ts';

export const PRESET_IDS = ['machine', 'network', 'openai', 'anthropic'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

export interface Preset {
  readonly id: PresetId;
  readonly title: string;
  readonly about: string;
  readonly provider: SentinelModel['provider'];
  /** Filled in when the preset is chosen. */
  readonly url: string;
  readonly urlExample: string;
  readonly modelExample: string;
  readonly modelHint: string;
  readonly keyHint: string;
}

const LOCAL_MODEL = t`One that sees pictures and uses tools; it must be installed there already.`;

export const PRESETS: readonly Preset[] = [
  {
    id: 'machine',
    title: t`Ollama on this machine`,
    about: t`Free and private: pictures never leave this computer. It should have a graphics card.`,
    provider: 'openai',
    url: 'http://127.0.0.1:11434/v1',
    urlExample: 'http://127.0.0.1:11434/v1',
    modelExample: 'qwen3-vl:8b',
    modelHint: LOCAL_MODEL,
    keyHint: t`Ollama wants none.`,
  },
  {
    id: 'network',
    title: t`A machine in your network`,
    about: t`Ollama, LM Studio, llama.cpp or vLLM on another computer. Pictures stay in the house.`,
    provider: 'openai',
    url: '',
    urlExample: 'http://192.168.1.20:11434/v1',
    modelExample: 'qwen3-vl:8b',
    modelHint: LOCAL_MODEL,
    keyHint: t`Most want none.`,
  },
  {
    id: 'openai',
    title: t`OpenAI or a service like it`,
    about: t`Any service on the internet that speaks the OpenAI form. It receives pictures and bills you.`,
    provider: 'openai',
    url: 'https://api.openai.com/v1',
    urlExample: 'https://api.openai.com/v1',
    modelExample: 'gpt-4.1-mini',
    modelHint: t`One that sees pictures and uses tools.`,
    keyHint: t`From your account there.`,
  },
  {
    id: 'anthropic',
    title: 'Anthropic',
    about: t`Claude, with an account of your own. Anthropic receives pictures and bills you.`,
    provider: 'anthropic',
    url: 'https://api.anthropic.com',
    urlExample: 'https://api.anthropic.com',
    modelExample: 'claude-sonnet-4-5',
    modelHint: t`Claude models see pictures and use tools.`,
    keyHint: t`From your account there; it begins with sk-ant-.`,
  },
];

export function presetById(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}

/** The preset that stored settings belong to; empty while there are none. */
export function presetOf({
  provider,
  base_url: url,
}: Pick<SentinelModel, 'provider' | 'base_url'>): PresetId | '' {
  if (url === '') return '';
  if (provider === 'anthropic') return 'anthropic';
  const place = hostOf(url)?.place;
  return place === 'machine' || place === 'network' ? place : 'openai';
}
