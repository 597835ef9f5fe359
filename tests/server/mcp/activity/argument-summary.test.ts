import { describe, expect, it } from 'vitest';
import { argumentSummary, errorSummary } from '../../../../server/mcp/activity/argument-summary.ts';

describe('argument summaries', () => {
  it('ai-mcp 59: a 40-character argument appears as 27 characters and three dots, one of 30 whole', () => {
    expect(argumentSummary({ title: 'x'.repeat(40) })).toBe(`title=${'x'.repeat(27)}...`);
    expect(argumentSummary({ title: 'x'.repeat(31) })).toBe(`title=${'x'.repeat(27)}...`);
    expect(argumentSummary({ title: 'x'.repeat(30) })).toBe(`title=${'x'.repeat(30)}`);
  });

  it('null arguments are left out, others joined by commas; nothing left is no summary', () => {
    expect(argumentSummary({ camera_id: 'cam_1', note: null, count: 3, on: false, end: '' })).toBe(
      'camera_id=cam_1, count=3, on=false, end=',
    );
    expect(argumentSummary({ note: null })).toBeUndefined();
    expect(argumentSummary({})).toBeUndefined();
  });

  it('line ends become blanks, and half a surrogate pair is not left over', () => {
    expect(argumentSummary({ text: 'a\r\n\tb' })).toBe('text=a b');
    const summary = argumentSummary({ text: `${'x'.repeat(26)}📷📷📷📷` });
    expect(summary).toBe(`text=${'x'.repeat(26)}...`);
    expect(summary?.isWellFormed()).toBe(true);
  });

  it('a whole summary has at most 500 characters', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`name_${n}`, 'x'.repeat(30)]));
    expect(argumentSummary(many)).toHaveLength(500);
  });

  const KEY = 'osc_00112233445566778899aabbccddeeff';
  it.each([
    ['a key', KEY],
    ['a key within text', `use ${KEY} now`],
    ['a key in capitals', KEY.toUpperCase()],
    ['an integration key', 'osi_00112233445566778899aabbccddeeff'],
    ['the key of a node', '0b9c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3'],
    ['a bearer header', 'Authorization: bearer abc.def'],
    ['long hex', '0011aa22bb33cc44dd55ee66ff778899'],
    ['a signed token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    ['long Base64', 'Zm9vYmFyMDEyMzQ1Njc4OUFCQ0RFRkdISUpLTE1OT1A='],
    ['a password in an address', 'rtsp://olga:hunter2@cam/1'],
  ])('%s is hidden', (_what, text) => {
    const summary = argumentSummary({ text }) ?? '';
    expect(summary).toContain('***');
    for (const part of text.match(/[A-Za-z0-9]{7,}/g) ?? []) {
      if (!/^(authorization|bearer)$/i.test(part))
        expect(summary.toLowerCase()).not.toContain(part.toLowerCase());
    }
  });

  it.each(['key', 'api_key', 'apiKey', 'token', 'password', 'client_secret', 'Authorization'])(
    'an argument named %s is hidden, also deep inside',
    (name) => {
      expect(argumentSummary({ [name]: 'plain' })).toBe(`${name}=***`);
      expect(argumentSummary({ filter: [{ [name]: 'plain' }] })).not.toContain('plain');
    },
  );

  it('ids of cameras are shown, however long the device names in them are', () => {
    const id = 'ab12cd34_dev_v4l_by-id_usb-046d_HD_Pro_Webcam_C920_8E2F44AF-video-index0';
    expect(argumentSummary({ camera_id: id })).toBe(`camera_id=${id.slice(0, 27)}...`);
    expect(errorSummary(`There is no camera ${id}.`)).toContain(id);
  });

  it('ai-mcp 59: errors are cut at 200 characters, without credentials', () => {
    expect(errorSummary('y'.repeat(300))).toBe('y'.repeat(200));
    expect(errorSummary(`refused\nfor ${KEY}`)).toBe('refused for ***');
  });

  it('a megabyte of text costs little', () => {
    const begun = performance.now();
    for (const unit of ['a', 'a1', 'Ab1', ' ', 'eyJ', '://', 'bearer ', '0b9c1d2e-']) {
      argumentSummary({ report: unit.repeat(1_000_000 / unit.length) });
    }
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
