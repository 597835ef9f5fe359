import { describe, expect, it } from 'vitest';
import { hostOf, hostSentence } from '../../renderer/features/sentinel/model/host.ts';
import {
  type ModelDraft,
  modelChanges,
  modelDraft,
  modelDraftSchema,
  urlAfterChoice,
} from '../../renderer/features/sentinel/model/model-draft.ts';
import { PRESETS, presetOf } from '../../renderer/features/sentinel/model/presets.ts';
import { problemWords } from '../../renderer/features/sentinel/model/problem-words.ts';
import { sentinelModel, type SentinelModel } from '../../server/contract/agents/sentinel.ts';
import { InstallationSecret } from '../../server/secrets/installation-secret.ts';
import { isLocalUrl, modelSetup } from '../../server/sentinel/model/model-setup.ts';

const NOTHING: SentinelModel = {
  enabled: false,
  provider: 'openai',
  base_url: '',
  model: '',
  has_key: false,
  max_tool_calls: 20,
  max_minutes: 5,
  image_pixels: 1024,
  input_price: null,
  output_price: null,
  host: null,
  is_local: null,
  problem: 'Enter the address.',
};
const AT_HOME: SentinelModel = {
  ...NOTHING,
  base_url: 'http://192.168.1.20:11434/v1',
  model: 'watcher-1',
  problem: null,
};

describe('the host that receives pictures', () => {
  it('is on this machine, in the network or on the internet, as the server sees it', () => {
    const places = {
      machine: [
        'http://localhost:11434/v1',
        'http://127.0.0.1:11434',
        'http://[::1]:1/v1',
        'http://0.0.0.0:1',
      ],
      network: [
        'http://192.168.1.20:11434/v1',
        'http://10.0.0.5',
        'http://172.16.3.4',
        'http://172.31.3.4',
        'http://[fd00::1]/v1',
        'http://tower:1234/v1',
        'http://nas.local/v1',
        'https://ai.home.arpa/v1',
      ],
      internet: [
        'https://api.openai.com/v1',
        'https://8.8.8.8/v1',
        'http://172.32.0.1',
        'http://100.64.0.1',
        'http://[fe80::1]/v1',
        'http://192.169.0.1',
        'http://localhost.example.com',
        'http://10.example.com',
        'https://local.example',
      ],
    } as const;
    for (const [place, urls] of Object.entries(places))
      for (const url of urls) {
        expect(hostOf(url)?.place, url).toBe(place);
        expect(isLocalUrl(url), url).toBe(place !== 'internet');
      }
  });

  it('is named before anything is sent', () => {
    const sentence = (url: string) => {
      const host = hostOf(url);
      return host === null ? '' : hostSentence(host);
    };
    expect(sentence('https://api.openai.com/v1')).toContain('are sent to api.openai.com on the internet');
    expect(sentence('https://api.openai.com/v1')).not.toContain('not encrypted');
    expect(sentence('http://models.example/v1')).toContain('not encrypted');
    expect(sentence('http://127.0.0.1:11434/v1')).toContain('Nothing leaves it');
    for (const url of ['', 'x', 'ftp://10.0.0.1', 'http://']) expect(hostOf(url), url).toBeNull();
  });
});

describe('the form of the model', () => {
  const draft = (change: Partial<ModelDraft>, stored = AT_HOME): ModelDraft => ({
    ...modelDraft(stored),
    ...change,
  });
  const wrong = (change: Partial<ModelDraft>, stored = AT_HOME) => {
    const { error } = modelDraftSchema(stored).safeParse(draft(change, stored));
    return error?.issues.map(({ path }) => path.join('.')) ?? [];
  };

  it('knows the place that stored settings belong to', () => {
    expect(presetOf(NOTHING)).toBe('');
    expect(presetOf(AT_HOME)).toBe('network');
    for (const { id, provider, url } of PRESETS)
      if (url !== '') expect(presetOf({ provider, base_url: url })).toBe(id);
  });

  it('is not sent with anything missing', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({}, NOTHING).toSorted()).toEqual(['base_url', 'model', 'preset']);
    expect(wrong({ base_url: 'api.openai.com' })).toEqual(['base_url']);
    expect(wrong({ max_tool_calls: 61 })).toEqual(['max_tool_calls']);
    expect(wrong({ max_minutes: Number.NaN })).toEqual(['max_minutes']);
    expect(wrong({ input_price: Number.NaN })).toEqual(['input_price']);
  });

  it('a stored key never goes to a host it was not entered for', () => {
    const keyed = { ...AT_HOME, has_key: true };
    expect(wrong({ base_url: 'http://192.168.1.20:11434/v2' }, keyed)).toEqual([]);
    expect(wrong({ base_url: 'https://192.168.1.20:11434/v1' }, keyed)).toEqual(['key']);
    expect(wrong({ base_url: 'http://192.168.1.21:11434/v1' }, keyed)).toEqual(['key']);
    expect(wrong({ base_url: 'http://192.168.1.21:11434/v1', key: '' }, keyed)).toEqual([]);
    expect(wrong({ base_url: 'http://192.168.1.21:11434/v1', key: 'new' }, keyed)).toEqual([]);
  });

  it('Anthropic needs a key', () => {
    const change = { preset: 'anthropic', base_url: 'https://api.anthropic.com' } as const;
    expect(wrong(change)).toEqual(['key']);
    expect(wrong({ ...change, key: 'sk-ant-1' })).toEqual([]);
    expect(wrong({ ...change, key: '' }, { ...AT_HOME, has_key: true })).toEqual(['key']);
  });

  it('sends the key only when it was touched, in a form the server takes', () => {
    const body = modelChanges(draft({ preset: 'anthropic', output_price: 15 }));
    expect(body).not.toHaveProperty('key');
    expect(body).not.toHaveProperty('preset');
    expect(sentinelModel.set.body?.parse(body)).toMatchObject({
      provider: 'anthropic',
      input_price: null,
      output_price: 15,
    });
    expect(modelChanges(draft({ key: '' }))).toHaveProperty('key', '');
  });

  it('choosing a place fills in its address, and going back brings the stored one back', () => {
    expect(urlAfterChoice('', 'openai', AT_HOME)).toBe('https://api.openai.com/v1');
    expect(urlAfterChoice('https://api.openai.com/v1', 'network', AT_HOME)).toBe(AT_HOME.base_url);
    expect(urlAfterChoice('https://api.openai.com/v1', 'network', NOTHING)).toBe('');
  });

  it('says what keeps it from working as the server does', () => {
    const secret = new InstallationSecret(Buffer.alloc(32, 1));
    const stored = {
      enabled: true,
      provider: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      model: 'claude',
      keySealed: null as string | null,
      maxToolCalls: 20,
      maxMinutes: 5,
      imagePixels: 1024,
      inputPriceMicros: null,
      outputPriceMicros: null,
    };
    const broken = [{ baseUrl: '' }, { model: '' }, {}, { keySealed: 'sealed with another key' }];
    for (const change of broken) {
      const now = { ...stored, ...change };
      const problem = modelSetup(now, secret).problem ?? null;
      expect(problem).not.toBeNull();
      const told = { problem, base_url: now.baseUrl, model: now.model, has_key: now.keySealed !== null };
      expect(problemWords(told)).toBe(problem);
    }
    expect(problemWords(AT_HOME)).toBeNull();
  });
});
