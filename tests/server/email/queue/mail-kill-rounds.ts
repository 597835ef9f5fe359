import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import pino from 'pino';
import { expect } from 'vitest';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { users } from '../../../../server/db/schema/identity.ts';
import { Dice } from '../../../hostile/dice.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { startResendServer, type ResendReply, type ResendServer } from '../../../support/resend-server.ts';
import { eventually } from '../../../support/wait.ts';

const PROGRAM = fileURLToPath(new URL('mail-worker-process.ts', import.meta.url));
const RECIPIENTS = ['ann@example.com', 'bob@example.com', 'cid@example.com'];
const NOTICES_PER_ROUND = 4;

/** Where in a send a process is killed: at a random moment, or before, within or after the call of the provider. */
const MOMENTS = ['any', 'asked', 'accepted', 'answered'] as const;
type Moment = (typeof MOMENTS)[number];

const LEGAL = new Set(['- pending', 'pending sending', 'sending pending', 'sending sent']);

/** An empty database with three people, that keeps every state a mail was in. */
async function prepareDatabase(file: string): Promise<void> {
  const clock = new FakeClock();
  const db = await openDatabase({ file, log: pino({ level: 'silent' }), clock });
  const usual = {
    orgId: 'org_1',
    name: 'A',
    passwordHash: 'x',
    role: 'member',
    createdAt: clock.now(),
  } as const;
  const people = RECIPIENTS.map((email) => ({ ...usual, email, id: `user_${email}` }));
  await db.write(async (tx) => void tx.insert(users).values(people).run());
  await db.close();
  const connection = new BetterSqlite3(file);
  connection.exec(`
    CREATE TABLE states (id INTEGER PRIMARY KEY, mail INTEGER, former TEXT, latter TEXT);
    CREATE TRIGGER mail_inserted AFTER INSERT ON email_outbox BEGIN
      INSERT INTO states (mail, former, latter) VALUES (new.id, '-', new.status); END;
    CREATE TRIGGER mail_changed AFTER UPDATE OF status ON email_outbox BEGIN
      INSERT INTO states (mail, former, latter) VALUES (new.id, old.status, new.status); END;
    CREATE TRIGGER mail_deleted AFTER DELETE ON email_outbox BEGIN
      INSERT INTO states (mail, former, latter) VALUES (old.id, old.status, 'deleted'); END;`);
  connection.close();
}

/** The mail worker as a process that is killed. */
class Victim {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly noted: string[] = [];
  ready = false;
  idle = false;
  errors = '';

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'pipe' });
    this.#child = child;
    this.#exited = once(child, 'exit');
    child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'ready') this.ready = true;
      if (line === 'idle') this.idle = true;
      if (line.startsWith('noted ')) this.noted.push(line.slice('noted '.length));
    });
  }

  /** It was started early, to have its programs loaded: now it opens the database. */
  begin(): void {
    this.#child.stdin?.write('begin');
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async until(what: string, probe: () => boolean, timeoutMs = 20_000): Promise<void> {
    await eventually(
      what,
      () => {
        if (this.isAlive || probe()) return probe();
        throw new Error(`The worker ended by itself:\n${this.errors}`);
      },
      timeoutMs,
    );
  }

  async kill(): Promise<void> {
    if (this.isAlive) this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

function moody(dice: Dice): ResendReply {
  const roll = dice.below(100);
  if (roll < 10) return 429;
  if (roll < 20) return 500;
  if (roll < 30) return 'drop';
  if (roll < 40) return 'accept then drop';
  return roll === 40 ? 'hang' : 'accept';
}

/** Lets the `nth` call of this round end the process at a moment; answers when that has happened. */
function arrange(resend: ResendServer, dice: Dice, moment: Moment, kill: () => Promise<void>): () => boolean {
  let nth = 1 + dice.below(3);
  let struck = false;
  const strike = async (at: Moment): Promise<void> => {
    if (at !== moment || struck) return;
    nth -= 1;
    if (nth > 0) return;
    struck = true;
    await kill();
  };
  resend.plan = async () => {
    await strike('asked');
    return struck && moment === 'asked' ? dice.pick<ResendReply>(['accept', 'drop']) : moody(dice);
  };
  resend.onAccepted = () => strike('accepted');
  resend.onAnswered = () => void strike('answered');
  return () => struck;
}

function expectWhole(file: string, resend: ResendServer, noted: ReadonlySet<string>): number {
  const connection = new BetterSqlite3(file);
  try {
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    const titles = connection.prepare<[], string>('SELECT title FROM notifications').pluck().all();
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles, 'every notification that was committed is there').toEqual(
      expect.arrayContaining([...noted]),
    );
    const due = titles.flatMap((title) => RECIPIENTS.map((to) => `${title} to ${to}`));
    const delivered = [...resend.deliveries.values()].map(
      ({ mail }) => `${mail.subject} to ${mail.to.join()}`,
    );
    expect(delivered.toSorted(), 'every mail once').toEqual(due.toSorted());
    expect(resend.conflicts, 'a repeated key always stands for the same mail').toEqual([]);
    const ended = connection.prepare<[], string>('SELECT status FROM email_outbox').pluck().all();
    expect([ended.length, new Set(ended)]).toEqual([due.length, new Set(['sent'])]);
    const logged = connection.prepare<[], string>('SELECT status FROM email_log').pluck().all();
    expect([logged.length, new Set(logged)]).toEqual([due.length, new Set(['sent'])]);
    return expectLegalStates(connection);
  } finally {
    connection.close();
  }
}

/** Every mail went from state to state as it may; answers how often one was taken back. */
function expectLegalStates(connection: BetterSqlite3.Database): number {
  const states = connection
    .prepare<[], { mail: number; former: string; latter: string }>('SELECT * FROM states ORDER BY id')
    .all();
  const now = new Map<number, string>();
  for (const { mail, former, latter } of states) {
    expect(LEGAL, `mail ${mail}`).toContain(`${former} ${latter}`);
    expect(now.get(mail) ?? '-', `mail ${mail}`).toBe(former);
    now.set(mail, latter);
  }
  return states.filter(({ former, latter }) => `${former} ${latter}` === 'sending pending').length;
}

export interface KillPlan {
  readonly rounds: number;
  /** Makes the run repeatable as far as dice decide. */
  readonly seed: string;
}

/** Kills the mail worker `rounds` times, then lets it finish and judges what the provider and the database saw. */
export async function mailKillRounds(dataDir: string, { rounds, seed }: KillPlan): Promise<void> {
  const file = join(dataDir, 'mail.db');
  await prepareDatabase(file);
  await using resend = await startResendServer();
  const dice = new Dice(seed);
  const startedAt = String(Date.now());
  const noted = new Set<string>();
  const struck = { any: 0, asked: 0, accepted: 0, answered: 0 };
  const start = (name: string, notices: number): Victim =>
    new Victim([file, resend.url, startedAt, name, String(notices)]);
  let next = start(`${seed}-0`, NOTICES_PER_ROUND);
  for (let round = 0; round < rounds; round += 1) {
    const victim = next;
    next = start(`${seed}-${round + 1}`, NOTICES_PER_ROUND);
    victim.begin();
    // In turn, so that each moment has its share of rounds.
    const moment = MOMENTS[round % MOMENTS.length] ?? 'any';
    const hasStruck = arrange(resend, dice, moment, () => victim.kill());
    try {
      await victim.until('the worker is ready', () => victim.ready || hasStruck());
      if (moment === 'any') await pause(dice.below(200));
      else await eventually('a kill', () => hasStruck() || victim.idle, 6000).catch(() => undefined);
      if (moment === 'any' || hasStruck()) struck[moment] += 1;
    } finally {
      await victim.kill();
    }
    for (const title of victim.noted) noted.add(title);
  }
  resend.plan = () => 'accept';
  resend.onAccepted = () => undefined;
  resend.onAnswered = () => undefined;
  next.begin();
  try {
    await next.until('everything is sent', () => next.idle, 20_000);
  } finally {
    await next.kill();
  }
  for (const title of next.noted) noted.add(title);
  const takenBack = expectWhole(file, resend, noted);
  expect(takenBack).toBeGreaterThan(rounds / 4);
  expect(resend.calls.length).toBeGreaterThan(resend.deliveries.size);
  for (const times of Object.values(struck)) expect(times).toBeGreaterThan(rounds / 12);
}
