import { describe, expect, it } from 'vitest';
import { buildUrl } from '../../renderer/api/client.ts';
import { messageOf, parseApiError } from '../../renderer/api/errors.ts';
import { UnauthorizedSignal } from '../../renderer/api/signals.ts';

const parse = (status: number, body: unknown) => parseApiError(status, JSON.stringify(body));

describe('error bodies become sentences', () => {
  it('an object detail gives message, code, detail and status', () => {
    const error = parse(402, { detail: { error: 'plan_limit_hit', message: 'Plan is full', plan: 'Free' } });
    expect(error).toMatchObject({ status: 402, code: 'plan_limit_hit', message: 'Plan is full' });
    expect(error.detail).toMatchObject({ plan: 'Free' });
  });

  it('a text detail is the message', () => {
    expect(parse(404, { detail: 'There is no such camera.' })).toMatchObject({
      message: 'There is no such camera.',
      code: null,
      detail: null,
    });
  });

  it('a list detail gives its first item, text or object', () => {
    expect(parse(422, { detail: [{ msg: 'field required' }, { msg: 'other' }] }).message).toBe(
      'field required',
    );
    expect(parse(422, { detail: ['first', 'second'] }).message).toBe('first');
    expect(parse(422, { detail: [] }).message).toBe('Request failed with status 422');
  });

  it('a top-level message gives message and code', () => {
    const error = parse(429, { error: 'rate_limit_exceeded', message: 'Too many requests' });
    expect(error).toMatchObject({ message: 'Too many requests', code: 'rate_limit_exceeded' });
  });

  it.each(['', 'Internal Server Error', '<html></html>', 'null', '[]', '{}', '{"detail":{}}'])(
    'a body of %j names the status',
    (body) => {
      expect(parseApiError(500, body).message).toBe('Request failed with status 500');
    },
  );

  it('anything thrown has a sentence', () => {
    expect(messageOf(new Error('Disk full'))).toBe('Disk full');
    expect(messageOf(null)).toBe('Something went wrong.');
  });
});

describe('the sign-out hook', () => {
  it('fires once for a burst of refusals and again only after a success', () => {
    const signal = new UnauthorizedSignal();
    let fired = 0;
    const leave = signal.subscribe(() => {
      fired += 1;
    });
    for (let i = 0; i < 20; i += 1) signal.refused();
    expect(fired).toBe(1);
    signal.succeeded();
    signal.refused();
    signal.refused();
    expect(fired).toBe(2);
    leave();
    signal.succeeded();
    signal.refused();
    expect(fired).toBe(2);
  });
});

describe('addresses of calls', () => {
  it('escapes path parameters and leaves out absent query values', () => {
    const url = buildUrl('/api/x/{id}/y', {
      params: { id: 'a/b c' },
      query: { q: 'ä&', n: 5, none: undefined },
    });
    expect(url).toBe('/api/x/a%2Fb%20c/y?q=%C3%A4%26&n=5');
    expect(buildUrl('/api/x', { query: { none: null } })).toBe('/api/x');
  });
});
