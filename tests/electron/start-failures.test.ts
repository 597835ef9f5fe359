import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePortAfter } from '../../electron/server/free-port.ts';
import {
  holderInLsof,
  holderInNetstat,
  listeningSockets,
  portHolder,
} from '../../electron/server/port-holder.ts';
import { askUntilItRuns, choicesFor } from '../../electron/server/start-dialog.ts';
import { KeepsBreaking } from '../../electron/server/server-host.ts';
import { describeStartFailure, type StartFailure } from '../../electron/server/start-failure.ts';
import { StartError } from '../../server/start-error.ts';
import { desktop, resetDesktop } from '../support/electron-double.ts';
import { startTestServer } from '../support/test-server.ts';

beforeEach(resetDesktop);
// Test files share the double.
afterEach(resetDesktop);

const coded = (code: string): Error => Object.assign(new Error(`failed with ${code}`), { code });

describe('why the server cannot start', () => {
  it.each<[unknown, StartFailure['kind'], string]>([
    [new StartError('', 'port-taken'), 'port', 'Port 8000 is taken by nginx.'],
    [new StartError('needs rights', 'port-refused'), 'port', 'Port 8000 may not be used.'],
    [coded('SQLITE_BUSY'), 'locked', 'The database is in use by another program.'],
    [new StartError('process 12', 'data-in-use'), 'locked', 'The database is in use by another program.'],
    [coded('ENOSPC'), 'disk-full', 'The disk of this computer is full.'],
    [coded('SQLITE_FULL'), 'disk-full', 'The disk of this computer is full.'],
    [new StartError('damaged', 'database-damaged'), 'other', 'The server could not start.'],
    ['nonsense', 'other', 'The server could not start.'],
    [new KeepsBreaking('pipe'), 'other', 'The server broke several times in a row.'],
  ])('%s is said in words', (error, kind, message) => {
    expect(describeStartFailure(error, 8000, 'nginx')).toMatchObject({ kind, message });
  });

  it('keeps the words the server has for it', () => {
    expect(describeStartFailure(new StartError('Say this.', 'bad-config'), 8000, undefined).detail).toBe(
      'Say this.',
    );
    expect(describeStartFailure(new StartError('', 'port-taken'), 8000, undefined).message).toContain(
      'another program',
    );
  });
});

describe('the dialog of a failed start', () => {
  const portTaken = describeStartFailure(new StartError('', 'port-taken'), 8000, 'nginx');
  let done: string[] = [];

  let runs = false;
  let portProblem: Error | undefined;
  beforeEach(() => {
    done = [];
    runs = false;
    portProblem = undefined;
  });

  /** Fails as often as there are failures, then starts. */
  function start(...failures: StartFailure[]): Promise<boolean> {
    return askUntilItRuns(failures.shift(), {
      start: async () => {
        done.push('start');
        return failures.shift();
      },
      runs: () => runs,
      moveToFreePort: async () => {
        done.push('port');
        if (portProblem !== undefined) throw portProblem;
      },
      showLogs: async () => void done.push('logs'),
    });
  }

  it('is not shown when all is well', async () => {
    expect(await start()).toBe(true);
    expect(desktop.dialogs).toEqual([]);
  });

  it('offers another port, and starts with it', async () => {
    desktop.pressed.push('Choose another port');
    expect(await start(portTaken)).toBe(true);
    expect(done).toEqual(['port', 'start']);
    expect(desktop.dialogs[0]).toMatchObject({ type: 'error', message: 'Port 8000 is taken by nginx.' });
  });

  it('stays after the logs were shown', async () => {
    desktop.pressed.push('Show logs', 'Choose another port');
    expect(await start(portTaken)).toBe(true);
    expect(done).toEqual(['logs', 'port', 'start']);
  });

  it('ends the program when it is closed', async () => {
    expect(await start(portTaken)).toBe(false);
    expect(done).toEqual([]);
  });

  it('goes by itself once the server runs, which is tried again where nobody sits', async () => {
    desktop.isNobodyThere = true;
    let tries = 0;
    const began = askUntilItRuns(portTaken, {
      start: async () => {
        tries += 1;
        runs = tries >= 3;
        return runs ? undefined : portTaken;
      },
      runs: () => runs,
      moveToFreePort: async () => undefined,
      showLogs: async () => undefined,
      tryEveryMs: 20,
    });
    expect(await began).toBe(true);
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(desktop.dialogs).toHaveLength(1);
  });

  it('does not end a program whose server was started from the menu meanwhile', async () => {
    runs = true;
    expect(await start(portTaken)).toBe(true);
    expect(done).toEqual([]);
  });

  it.each([
    [coded('ENOSPC'), 'The disk of this computer is full.'],
    [new Error('No port between 1 and 2 is free.'), 'No other port could be chosen.'],
  ])('asks again when another port cannot be had: %s', async (problem, message) => {
    portProblem = problem;
    desktop.pressed.push('Choose another port');
    expect(await start(portTaken)).toBe(false);
    expect(desktop.dialogs[1]?.message).toBe(message);
  });

  it('offers to try again where another port would not help', () => {
    const full = describeStartFailure(coded('ENOSPC'), 8000, undefined);
    expect(choicesFor(full).map(({ label }) => label)).toEqual(['Try again', 'Show logs', 'Quit']);
  });
});

describe('the program that has a port', () => {
  let taken: Server | undefined;
  afterEach(() => taken?.close());

  async function occupy(): Promise<number> {
    taken = createServer((socket) => socket.destroy());
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  }

  it.runIf(process.platform === 'linux')('is found by its name', async () => {
    expect(await portHolder(await occupy(), 'linux')).toMatch(/node|vitest|MainThread/i);
  });

  it('is known when it is one of us', async () => {
    await using server = await startTestServer();
    expect(await portHolder(server.running.port, 'linux')).toBe('another Sentinel Command Center');
  });

  it('is not made up when there is none', async () => {
    const port = await occupy();
    taken?.close();
    expect(await portHolder(port, 'linux')).toBeUndefined();
  });

  it('is read from what each system prints', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1
   1: 0100007F:1F40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1`;
    expect(listeningSockets(table, 8000)).toEqual(['4711']);
    expect(holderInLsof('p312\ncnginx\nf6\n')).toBe('nginx');
    expect(holderInLsof('')).toBeUndefined();
    const netstat =
      '  TCP    0.0.0.0:18000   0.0.0.0:0   ABHÖREN   9\r\n  TCP    0.0.0.0:8000   0.0.0.0:0   ABHÖREN   4242\r\n' +
      '  TCP    10.0.0.5:8000   10.0.0.9:5555   HERGESTELLT   77\r\n';
    expect(holderInNetstat(netstat, 8000)).toBe('4242');
    expect(holderInNetstat(netstat, 8001)).toBeUndefined();
  });

  it('is got out of the way of: the next free port is another one', async () => {
    const port = await occupy();
    const next = await freePortAfter(port - 1, '127.0.0.1');
    expect(next).toBeGreaterThan(port);
    expect(await freePortAfter(80, '127.0.0.1')).toBeGreaterThanOrEqual(1024);
  });
});
