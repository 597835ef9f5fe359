// Each of the doctor's checks has a fault that turns it red; on a sound computer none is.
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { doctorCheck, type DoctorReport } from '../../../server/contract/doctor.ts';
import { startSmtpServer } from '../../support/smtp-server.ts';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { eventually } from '../../support/wait.ts';
import { complaints, startDoctorBench, type DoctorBench } from './doctor-bench.ts';
import { FAULTS, mailBy, type Fault } from './faults.ts';

function expectNamed(
  report: DoctorReport,
  { check, code, fix }: Pick<Fault, 'check' | 'code' | 'fix'>,
): void {
  const found = complaints(report);
  expect(found.map((finding) => finding.code)).toContain(code);
  const finding = found.find((each) => each.code === code);
  expect(finding).toMatchObject({ check });
  expect(finding?.fix).toContain(fix);
  expect(report.state).toBe(report.findings.some(({ state }) => state === 'bad') ? 'bad' : 'warn');
}

/** Faults that take others along, because they are all of one cause. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  data_not_writable: ['database_missing'],
  database_damaged: ['task_failing'],
};

describe('faults that the doctor names, with their fix', () => {
  it.each(FAULTS)('$name: $code', async (fault) => {
    await using bench = await startDoctorBench(fault.options);
    const mend = await fault.inject?.(bench);
    try {
      const report = await bench.examine();
      expectNamed(report, fault);
      const others = complaints(report)
        .map(({ code }) => code)
        .filter((code) => code !== fault.code);
      expect(others.filter((code) => COMPANIONS[fault.code]?.includes(code) !== true)).toEqual([]);
    } finally {
      mend?.();
    }
  });

  it('a background task fails: task_failing', async () => {
    const mail = mailBy(1).mail;
    if (mail === undefined) throw new Error('no mail');
    await using bench = await startDoctorBench({
      config: { mail: { ...mail, enabled: false, workerEveryMs: 30 } },
    });
    bench.sql((db) => db.exec('alter table email_outbox rename to elsewhere'));
    await eventually('the task failed', async () => {
      const { findings } = await bench.examine();
      return findings.some(({ code, facts }) => code === 'task_failing' && facts['task'] === 'mail-worker');
    });
    expectNamed(await bench.examine(), { check: 'tasks', code: 'task_failing', fix: 'log' });
  });
});

describe('faults of mail', () => {
  const send = (bench: DoctorBench, sql: string, at: number): void =>
    bench.sql((db, orgId) => db.prepare(sql).run(orgId, new Date(at).toISOString()));

  it('the mail server does not answer: mail_unreachable', async () => {
    await using bench = await startDoctorBench({ config: mailBy(await anyFreePort()) });
    const report = await bench.examine();
    expectNamed(report, { check: 'mail', code: 'mail_unreachable', fix: 'SMTP_PORT' });
    expect(complaints(report)).toHaveLength(1);
  });

  it('something else than a mail server answers: mail_unreachable', async () => {
    const other = createServer(
      (socket) => void socket.on('error', () => undefined).end('HTTP/1.1 400 No\r\n\r\n'),
    );
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      await using bench = await startDoctorBench({ config: mailBy((other.address() as AddressInfo).port) });
      expectNamed(await bench.examine(), { check: 'mail', code: 'mail_unreachable', fix: 'SMTP_PORT' });
    } finally {
      other.close();
    }
  });

  it('the last mail was refused: mail_refused; one taken since is fine again', async () => {
    await using smtp = await startSmtpServer({ security: 'none' });
    await using bench = await startDoctorBench({ config: mailBy(smtp.port) });
    expect(complaints(await bench.examine())).toEqual([]);
    const log = (status: string) =>
      `insert into email_log (org_id, timestamp, recipient_email, kind, status, error) values (?, ?, 'a@example.com', 'motion', '${status}', 'No such mailbox')`;
    send(bench, log('failed'), Date.now() - 60_000);
    const report = await bench.examine();
    expectNamed(report, { check: 'mail', code: 'mail_refused', fix: 'test mail' });
    expect(complaints(report)[0]?.message).toContain('No such mailbox');
    send(bench, log('sent'), Date.now());
    expect(complaints(await bench.examine())).toEqual([]);
    expect(smtp.received).toEqual([]);
  });

  it('mails wait for hours: mail_stuck', async () => {
    await using smtp = await startSmtpServer({ security: 'none' });
    await using bench = await startDoctorBench({ config: mailBy(smtp.port) });
    send(
      bench,
      "insert into email_outbox (org_id, created_at, recipient_email, subject, kind) values (?, ?, 'a@example.com', 'Hello', 'motion')",
      Date.now() - 7_200_000,
    );
    const report = await bench.examine();
    expectNamed(report, { check: 'mail', code: 'mail_stuck', fix: 'test mail' });
    expect(complaints(report)).toMatchObject([{ facts: { mails: 1, minutes: 120 } }]);
  });
});

it('names nothing on a sound computer, and looks at everything', async () => {
  await using bench = await startDoctorBench();
  const report = await bench.examine();
  expect(complaints(report)).toEqual([]);
  expect(report.state).toBe('ok');
  const looked = report.findings.map(({ check }) => check);
  expect(looked).toEqual(doctorCheck.options.filter((check) => check !== 'settings'));
  expect(report.findings.filter(({ state }) => state === 'unknown')).toEqual([]);
});
