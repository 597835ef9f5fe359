import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../renderer/hooks/format.ts';
import { agoTime } from '../../renderer/hooks/time.ts';
import { languageOf } from '../../renderer/language/language.ts';

const english = formatsOf('en-US', 'UTC');
const german = formatsOf('de-DE', 'UTC');
const NOW = Date.parse('2026-05-03T14:02:11Z');
const HOUR_MS = 3_600_000;

/** Without the narrow blanks that locales put before units and AM. */
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/gu, ' ');
const both = (write: (formats: typeof english) => string) => [write(english), write(german)].map(plain);

describe('numbers', () => {
  it('are written as the language has them', () => {
    expect(both(({ count }) => count(12_345))).toEqual(['12,345', '12.345']);
    expect(both(({ number }) => number(1.84))).toEqual(['1.8', '1,8']);
    expect(both(({ percent }) => percent(92))).toEqual(['92%', '92 %']);
    expect(both(({ dollars }) => dollars(0.0123))).toEqual(['$0.0123', '0,0123 $']);
  });

  it('bytes have at most three digits and a unit', () => {
    const bytes = [0, 1023, 1024, 150 * 1024 ** 2, 12.4 * 1024 ** 3, 5000 * 1024 ** 4];
    expect(bytes.map(english.bytes)).toEqual([
      '0 B',
      '1,023 B',
      '1.0 KiB',
      '150 MiB',
      '12.4 GiB',
      '5,000 TiB',
    ]);
    expect(german.bytes(12.4 * 1024 ** 3)).toBe('12,4 GiB');
  });

  it('durations use the two largest units', () => {
    const spans = [250, 1000, 1840, 9960, 45_400, 60_000, 80_000, 2 * HOUR_MS, 2 * HOUR_MS + 300_000];
    expect(spans.map(english.duration)).toEqual([
      '250 ms',
      '1 s',
      '1.8 s',
      '10 s',
      '45 s',
      '1 min',
      '1 min 20 s',
      '2 h',
      '2 h 5 min',
    ]);
    expect(german.duration(1840)).toBe('1,8 s');
  });
});

describe('moments', () => {
  it('have 12 or 24 hours as the locale has them', () => {
    expect(both(({ time }) => time(NOW))).toEqual(['2:02 PM', '14:02']);
    expect(both(({ timeSeconds }) => timeSeconds(NOW))).toEqual(['2:02:11 PM', '14:02:11']);
    expect(both(({ timeOfDay }) => timeOfDay(8 * 60))).toEqual(['8:00 AM', '08:00']);
    expect(both(({ timeOfDay }) => timeOfDay(24 * 60))).toEqual(['12:00 AM', '00:00']);
  });

  it('a time of day is the same in every zone', () => {
    expect(formatsOf('de-DE', 'Asia/Tokyo').timeOfDay(22 * 60 + 30)).toBe('22:30');
  });

  it('days are in the language', () => {
    expect(both(({ longDay }) => longDay(NOW))).toEqual(['Sunday, May 3', 'Sonntag, 3. Mai']);
    expect(both(({ weekdayDay }) => weekdayDay(NOW))).toEqual(['Sun, May 3, 2026', 'So., 3. Mai 2026']);
    expect(both(({ exact }) => exact(NOW))).toEqual(['May 3, 2026, 2:02:11 PM', '3. Mai 2026, 14:02:11']);
  });

  it('the year is told when it is another one', () => {
    expect(english.moment(NOW, NOW)).not.toContain('2026');
    expect(english.moment(NOW, Date.parse('2027-01-01T00:00:00Z'))).toContain('2026');
  });

  it('relative times grow from seconds to days', () => {
    const ago = [0, 12_000, 120_000, 7_200_000, 6 * 24 * HOUR_MS].map((ms) => german.relative(NOW - ms, NOW));
    expect(ago).toEqual(['jetzt', 'vor 12 Sekunden', 'vor 2 Minuten', 'vor 2 Stunden', 'vor 6 Tagen']);
    expect(english.relative(NOW + 6 * 24 * HOUR_MS, NOW)).toBe('in 6 days');
  });

  it('relative times change their unit at once, and count days by the calendar', () => {
    const ago = [59_000, 68_000, 59 * 60_000, 61 * 60_000, 23 * HOUR_MS].map((ms) =>
      english.relative(NOW - ms, NOW),
    );
    expect(ago).toEqual(['59 seconds ago', '1 minute ago', '59 minutes ago', '1 hour ago', '23 hours ago']);
    const midnight = Date.parse('2026-11-22T00:30:00Z');
    expect(english.relative(midnight - 25 * HOUR_MS, midnight)).toBe('2 days ago');
    expect(english.relative(midnight - 24 * HOUR_MS, midnight)).toBe('yesterday');
    expect(english.relative(midnight + 40 * HOUR_MS, midnight)).toBe('tomorrow');
  });

  it('what is over is never told as coming, though the clock of the page is behind', () => {
    expect(agoTime(NOW + 25_000, NOW)).toBe(agoTime(NOW, NOW));
  });
});

it('lists and orders are those of the language', () => {
  expect(both(({ list }) => list(['Yard', 'Shop', 'Door']))).toEqual([
    'Yard, Shop, and Door',
    'Yard, Shop und Door',
  ]);
  expect(['Kamera 10', 'Ärger', 'kamera 2', 'Zaun'].toSorted(german.compare)).toEqual([
    'Ärger',
    'kamera 2',
    'Kamera 10',
    'Zaun',
  ]);
});

it('the first language of the browser that the dashboard speaks counts, else English', () => {
  expect(languageOf(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(languageOf(['en-GB', 'de'])).toBe('en');
  expect(languageOf(['fr', 'toString'])).toBe('en');
  expect(languageOf([])).toBe('en');
});
