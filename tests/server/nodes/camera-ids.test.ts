import { describe, expect, it } from 'vitest';
import { assignCameraIds, deviceKey } from '../../../server/nodes/reports/camera-ids.ts';

const LEGAL = /^[A-Za-z0-9_.-]{1,150}$/;

describe('camera ids', () => {
  it('rest 44: slashes, backslashes and blanks become underlines and outer ones go', () => {
    const keys = ['/dev/video0', '\\Logi C920 ', '0', '/dev/v4l/by-id/usb-046d_C920.1-index0'];
    expect(Object.fromEntries(assignCameraIds('ab12cd34', keys))).toEqual({
      '/dev/video0': 'ab12cd34_dev_video0',
      '\\Logi C920 ': 'ab12cd34_Logi_C920',
      '0': 'ab12cd34_0',
      '/dev/v4l/by-id/usb-046d_C920.1-index0': 'ab12cd34_dev_v4l_by-id_usb-046d_C920.1-index0',
    });
  });

  it('illegal characters and lengths get a readable part and a hash', () => {
    const ids = [
      ...assignCameraIds('ab12cd34', ['Kamera für Büro', 'a'.repeat(200), '%d', '📷', '__proto__']),
    ];
    for (const [, id] of ids) expect(id).toMatch(LEGAL);
    expect(new Map(ids).get('Kamera für Büro')).toMatch(/^ab12cd34_[\w.-]+_[0-9a-f]{8}$/);
    expect(new Set(ids.map(([, id]) => id)).size).toBe(5);
  });

  it('paths that collapse to one text get different ids, whatever their order', () => {
    const keys = ['/dev/video0', 'dev/video0', '\\dev\\video0', 'dev video0'];
    const forward = assignCameraIds('ab12cd34', keys);
    const backward = assignCameraIds('ab12cd34', keys.toReversed());
    expect(new Set(forward.values()).size).toBe(4);
    expect(Object.fromEntries(backward)).toEqual(Object.fromEntries(forward));
    expect([...forward.values()]).toContain('ab12cd34_dev_video0');
  });

  it('a device named like the hashed id of another still gets its own', () => {
    const hashed = assignCameraIds('ab12cd34', ['dev/video0', '/dev/video0']).get('dev/video0') ?? '';
    const trap = hashed.slice('ab12cd34_'.length);
    const ids = assignCameraIds('ab12cd34', ['dev/video0', '/dev/video0', trap]);
    expect(new Set(ids.values()).size).toBe(3);
    for (const id of ids.values()) expect(id).toMatch(LEGAL);
  });

  it('the key of a device is its path, else the id it reports, else "unknown"', () => {
    expect(deviceKey({ device_path: ' /dev/video0 ', camera_id: 'x' })).toBe(' /dev/video0 ');
    expect(deviceKey({ device_path: null, camera_id: 'x' })).toBe('x');
    expect(deviceKey({})).toBe('unknown');
    expect(assignCameraIds('ab12cd34', ['']).get('')).toBe('ab12cd34_unknown');
  });
});
