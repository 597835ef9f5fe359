import { decode } from 'jpeg-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../server/auth/principal.ts';
import { auditLog } from '../../../../server/db/schema/logs.ts';
import { sentinelModels } from '../../../../server/db/schema/organization.ts';
import { AppError } from '../../../../server/http/app-error.ts';
import { createLogger } from '../../../../server/log.ts';
import {
  changeModel,
  modelOf,
  type WantedModel,
} from '../../../../server/sentinel/model/model-settings-service.ts';
import { isLocalUrl, MODEL_KEY_PURPOSE } from '../../../../server/sentinel/model/model-setup.ts';
import { testModel } from '../../../../server/sentinel/model/model-test-service.ts';
import { inTurn, type ModelRequest, type ModelVendor } from '../../../support/model-server.ts';
import { InvestigatorBench, KEY } from './investigator-bench.ts';

const principal: Principal = {
  userId: 'user_1',
  orgId: 'org_1',
  orgName: 'org_1',
  email: 'owner@example.com',
  name: 'Owner',
  role: 'admin',
  isAdmin: true,
  plan: 'self_hosted',
  features: [],
  sessionId: undefined,
  via: 'bearer',
};

const OLLAMA = { base_url: 'http://192.168.1.20:11434/v1', model: 'llava', enabled: true };

describe('model of the built-in investigator', () => {
  let bench: InvestigatorBench;
  beforeEach(async () => {
    bench = await InvestigatorBench.start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const deps = (callTimeoutMs = 5_000) => ({
    db: bench.db,
    clock: bench.clock,
    log: createLogger('silent'),
    publish: () => undefined,
    secret: bench.secret,
    model: { resolve: async () => Promise.reject(new Error('no names in tests')), callTimeoutMs },
  });
  const change = (wanted: WantedModel) => changeModel(deps(), { principal, address: '127.0.0.1' }, wanted);
  const refusal = async (wanted: WantedModel): Promise<unknown> => {
    const error = await change(wanted).catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error('It was not refused');
    return { status: error.status, body: error.body };
  };
  const audited = () =>
    bench.db.read
      .select()
      .from(auditLog)
      .all()
      .filter(({ event }) => event === 'sentinel_model_updated')
      .map(({ details }) => details);

  it('it is off at first, and says what is missing until it can work', async () => {
    expect(await modelOf(deps(), 'org_1')).toMatchObject({
      enabled: false,
      provider: 'openai',
      base_url: '',
      has_key: false,
      max_tool_calls: 20,
      max_minutes: 5,
      image_pixels: 1024,
      host: null,
      is_local: null,
      problem: expect.stringContaining('address'),
    });
    expect(await change({ base_url: OLLAMA.base_url })).toMatchObject({
      problem: 'Enter the name of the model.',
      host: null,
    });
    expect(await change({ model: 'llava' })).toMatchObject({ problem: null, host: null, is_local: null });
    expect(await change({ enabled: true })).toMatchObject({ host: '192.168.1.20:11434', is_local: true });
    expect(await change({ provider: 'anthropic' })).toMatchObject({
      problem: expect.stringContaining('API key'),
      host: null,
    });
    expect(await modelOf(deps(), 'org_2')).toMatchObject({ enabled: false, base_url: '' });
  });

  it('the key is sealed, never answered, and in no audit row', async () => {
    const answer = await change({ ...OLLAMA, key: KEY, input_price: 0.25, output_price: null });
    expect(answer).toMatchObject({ has_key: true, input_price: 0.25, output_price: null });
    expect(JSON.stringify(answer)).not.toContain(KEY);
    const [row] = bench.db.read.select().from(sentinelModels).all();
    expect(JSON.stringify(row)).not.toContain(KEY);
    expect(row?.inputPriceMicros).toBe(250_000);
    expect(bench.secret.open(row?.keySealed ?? '', MODEL_KEY_PURPOSE)).toBe(KEY);
    await change({ model: 'llava' });
    await change({ key: '' });
    expect(audited()).toEqual([
      JSON.stringify({
        changes: [
          'base_url=http://192.168.1.20:11434/v1',
          'model=llava',
          'enabled=true',
          'key set',
          'input_price=0.25',
        ],
      }),
      JSON.stringify({ changes: ['key removed'] }),
    ]);
    expect((await modelOf(deps(), 'org_1')).has_key).toBe(false);
  });

  it('a saved key goes to no other host, port or scheme', async () => {
    await change({ ...OLLAMA, base_url: 'https://models.example/v1', key: KEY });
    for (const base_url of [
      'https://evil.example/v1',
      'http://models.example/v1',
      'https://models.example:444/v1',
    ]) {
      expect(await refusal({ base_url })).toMatchObject({
        status: 422,
        body: { detail: { error: 'key_needed' } },
      });
    }
    expect(await change({ base_url: 'https://models.example/other/v1' })).toMatchObject({ has_key: true });
    await change({ base_url: '' });
    expect(await refusal({ base_url: 'https://evil.example/v1' })).toMatchObject({ status: 422 });
    expect(await change({ base_url: 'https://evil.example/v1', key: '' })).toMatchObject({ has_key: false });
  });

  it('an address that carries credentials or a query is refused', async () => {
    for (const base_url of ['http://user:pass@host/v1', 'http://host/v1?key=1', 'http://host/v1#x']) {
      expect(await refusal({ base_url })).toMatchObject({ status: 422 });
    }
    expect(audited()).toEqual([]);
  });

  it('an unreadable key is said so', async () => {
    await change({ ...OLLAMA, key: KEY });
    await bench.db.write(async (tx) => void tx.update(sentinelModels).set({ keySealed: 'v1.broken' }).run());
    expect(await modelOf(deps(), 'org_1')).toMatchObject({
      problem: expect.stringContaining('can no longer be read'),
      host: null,
    });
  });

  it('local is what is on this machine or in a private network', () => {
    const local = [
      'localhost:11434',
      '127.0.0.1',
      '[::1]',
      '10.1.2.3',
      '192.168.0.9',
      '[fd12::1]',
      'ollama',
      'gpu.local',
    ];
    const far = [
      'api.openai.com',
      '8.8.8.8',
      '[2001:db8::1]',
      '172.32.0.1',
      'local.example.com',
      '100.64.0.1',
    ];
    for (const host of local) expect(isLocalUrl(`http://${host}/v1`), host).toBe(true);
    for (const host of far) expect(isLocalUrl(`http://${host}/v1`), host).toBe(false);
  });

  describe('the test button', () => {
    const colourOf = ({ pictures }: ModelRequest): string => {
      const { data, width, height } = decode(pictures[0] ?? Buffer.alloc(0));
      const at = ((height / 2) * width + width / 2) * 4;
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      if (red > 150) return green > 150 ? 'yellow' : 'red';
      return blue > green ? 'blue' : 'green';
    };
    const call = (colour: string) => ({ calls: [{ name: 'report_colour', args: { colour } }] });
    const messageOf = async (callTimeoutMs?: number): Promise<string> => {
      const { ok, message } = await testModel(deps(callTimeoutMs), 'org_1');
      expect(ok).toBe(false);
      return message;
    };

    for (const vendor of ['openai', 'anthropic'] satisfies ModelVendor[]) {
      it(`${vendor}: a model that sees and uses tools passes, also while it is switched off`, async () => {
        await bench.setModel(vendor, { enabled: false });
        bench.model.script = (request) => call(colourOf(request));
        const result = await testModel(deps(), 'org_1');
        expect(result).toEqual({ ok: true, message: expect.stringContaining('It works') });
        expect(bench.model.problems).toEqual([]);
        expect(bench.model.requests).toHaveLength(1);
      });

      it(`${vendor}: what a model cannot do is named`, async () => {
        expect(await messageOf()).toContain('Enter the address');
        await bench.setModel(vendor);
        bench.model.script = inTurn({ text: 'It is red.' });
        expect(await messageOf()).toContain('did not use the tool');
        bench.model.script = (request) => call(colourOf(request) === 'red' ? 'blue' : 'red');
        expect(await messageOf()).toContain('did not see the picture');
        bench.model.script = inTurn({ refusal: 'No.' });
        expect(await messageOf()).toContain('declined');
        bench.model.script = ({ pictures }) => (pictures.length > 0 ? { status: 400 } : call('red'));
        expect(await messageOf()).toContain('takes no pictures');
        bench.model.script = inTurn({ status: 400, body: { error: 'llava does not support tools' } });
        expect(await messageOf()).toContain('Choose a model that can use tools');
        bench.model.script = inTurn({ fault: 'silence' });
        expect(await messageOf(1_000)).toContain('did not answer within');
        bench.model.key = 'another';
        expect(await messageOf()).toContain('does not accept the API key');
        await bench.setModel(vendor, { baseUrl: 'http://127.0.0.1:1/v1' });
        expect(await messageOf()).toContain('Nothing takes connections');
      });
    }
  });
});
