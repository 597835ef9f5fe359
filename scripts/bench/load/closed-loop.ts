import { setTimeout as sleep } from 'node:timers/promises';
import { type CpuTime, cpuBetween, cpuOf, totalMs } from '../machine/process-figures.ts';
import { HttpConnection } from './http-connection.ts';

export interface ClosedLoop {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** How long the load runs before it is measured; default 500. */
  readonly warmUpMs?: number;
  /** Process that answers; its CPU time is measured. */
  readonly pid: number;
  /** The next request of a connection. */
  readonly next: (connection: number) => { readonly head: string; readonly body?: Buffer };
}

export interface Rate {
  readonly perSecond: number;
  readonly errors: number;
  /** CPU time of the server for each request, µs. */
  readonly userUs: number;
  readonly systemUs: number;
  /** Share of its core that the load itself used: from 0.97 on it, not the server, is the limit. */
  readonly clientShare: number;
}

/** The compiler of the server needs some thousand requests before it does its best. */
const WARM_UP_MS = 500;

/** Every connection sends its next request as soon as it has its answer. */
export async function closedLoop(loop: ClosedLoop): Promise<Rate> {
  let answers = 0;
  let errors = 0;
  let isOver = false;
  const connections = Array.from({ length: loop.connections }, () => new HttpConnection(loop.port));
  const ask = (index: number, connection: HttpConnection): void => {
    const { head, body } = loop.next(index);
    const done = ({ status }: { readonly status: number }): void => {
      answers += 1;
      if (status !== 200) errors += 1;
      // A server that refuses every connection must not be asked without end in one turn.
      if (!isOver && errors < 1_000) ask(index, connection);
    };
    connection.send(head, done, body === undefined ? {} : { body });
  };
  for (const [index, connection] of connections.entries()) ask(index, connection);
  await sleep(loop.warmUpMs ?? WARM_UP_MS);
  const before = { answers, cpu: cpuOf(loop.pid), own: process.cpuUsage(), at: performance.now() };
  await sleep(loop.seconds * 1_000);
  const elapsedMs = performance.now() - before.at;
  const cpu = cpuBetween(before.cpu, cpuOf(loop.pid));
  const own = process.cpuUsage(before.own);
  const count = answers - before.answers;
  isOver = true;
  for (const connection of connections) connection.close();
  return {
    ...perRequest(cpu, count),
    perSecond: (count / elapsedMs) * 1_000,
    errors,
    clientShare: (own.user + own.system) / 1_000 / elapsedMs,
  };
}

function perRequest(cpu: CpuTime, count: number): { readonly userUs: number; readonly systemUs: number } {
  if (count === 0 || totalMs(cpu) === 0) return { userUs: 0, systemUs: 0 };
  return { userUs: (cpu.userMs * 1_000) / count, systemUs: (cpu.systemMs * 1_000) / count };
}
