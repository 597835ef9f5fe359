import { describe, expect, it } from 'vitest';
import { findingWords } from '../../renderer/features/admin/doctor/finding-words.ts';
import { doctorCode, type DoctorFinding } from '../../server/contract/doctor.ts';

/** Only the command line can find these: the page comes from a server that runs. */
const ON_THE_COMMAND_LINE = new Set([
  'port_free',
  'port_taken',
  'database_none',
  'settings_ok',
  'setting_ignored',
]);

const FIGURES = [
  'days',
  'hours',
  'minutes',
  'seconds',
  'tasks',
  'times',
  'nodes',
  'percent_used',
  'bytes_free',
  'bytes',
  'mails',
  'waiting',
  'pictures',
  'ms',
  'max_bytes',
];
const FACTS = {
  ...Object.fromEntries(FIGURES.map((name) => [name, 90])),
  node: 'Yard',
  task: 'backups',
  direction: 'ahead',
};

function finding(code: string, facts: DoctorFinding['facts'] = FACTS): DoctorFinding {
  return {
    check: 'video',
    state: 'bad',
    code: code as DoctorFinding['code'],
    facts,
    message: 'FALLBACK',
    fix: 'DO',
  };
}

describe('the findings of the doctor on the page', () => {
  it.each(doctorCode.options.filter((code) => !ON_THE_COMMAND_LINE.has(code)))(
    '%s has words of its own',
    (code) => {
      const { message, fix } = findingWords(finding(code));
      expect(message).not.toContain('FALLBACK');
      expect(message).not.toMatch(/undefined|NaN/);
      expect(fix).not.toBe('DO');
    },
  );

  it('says figures in words', () => {
    expect(findingWords(finding('node_clock_wrong')).message).toBe(
      'The clock of the node “Yard” is 2 minutes ahead.',
    );
    expect(
      findingWords(finding('disk_filling', { days: 1, percent_used: 80, bytes_free: 5e9 })).message,
    ).toContain('full in 1 day (');
    expect(findingWords(finding('task_failing', { task: 'backups', error: 'TypeError' })).message).toBe(
      'The task “Scheduled backups” failed last time (TypeError).',
    );
  });

  it('passes on what a newer server found', () => {
    expect(findingWords(finding('something_new'))).toEqual({ message: 'FALLBACK', fix: 'DO' });
  });
});
