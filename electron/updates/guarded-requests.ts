import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type { AppUpdater } from 'electron-updater';
import { isSafeWay } from './feed-address.ts';

/** What one request may cost. */
export interface RequestLimits {
  readonly mostBytes: number;
  /** Longest time in which nothing arrives. */
  readonly idleMs: number;
  /** From the question to the last byte. */
  readonly totalMs: number;
}

/** The updater copies a question with all its marks when it is sent on, and counts nothing itself. */
const HOPS = Symbol('redirections');
const MOST_HOPS = 10;

interface Question {
  [HOPS]?: number;
  readonly protocol?: string | null;
  readonly hostname?: string | null;
}

interface Request extends EventEmitter {
  abort(): void;
  end(): void;
}

interface Executor {
  createRequest(question: Question, answered: (answer: Readable) => void): Request;
}

/** A request that was never sent. Throwing instead would end the program when it is a redirection that is refused. */
class RefusedRequest extends EventEmitter implements Request {
  constructor(reason: Error) {
    super();
    setImmediate(() => this.emit('error', reason));
  }

  abort(): void {
    // There is nothing to end.
  }

  end(): void {
    // Nothing is sent.
  }
}

/** Fails a request that takes too long or brings too much; the updater itself waits and takes without an end. */
class Watch {
  readonly #request: Request;
  readonly #limits: RequestLimits;
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #bytes = 0;

  constructor(request: Request, limits: RequestLimits) {
    this.#request = request;
    this.#limits = limits;
    this.#total = setTimeout(() => this.#fail('timed out'), limits.totalMs).unref();
    this.#goesOn();
    request.once('error', () => this.#end());
  }

  follow(answer: Readable): void {
    this.#goesOn();
    answer.on('data', (chunk: Buffer | string) => {
      this.#bytes += Buffer.byteLength(chunk);
      if (this.#bytes > this.#limits.mostBytes) this.#fail('more was sent than was announced');
      else this.#goesOn();
    });
    for (const event of ['end', 'close', 'aborted', 'error']) answer.once(event, () => this.#end());
  }

  #goesOn(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#fail('timed out'), this.#limits.idleMs).unref();
  }

  #fail(message: string): void {
    this.#end();
    // Electron reports no error when a request is ended from here.
    this.#request.emit('error', new Error(`The update request was ended: ${message}`));
    this.#request.abort();
  }

  #end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
  }
}

function refuse(message: string, code: string): RefusedRequest {
  return new RefusedRequest(Object.assign(new Error(message), { code }));
}

function executorOf(updater: AppUpdater): Executor {
  const executor: unknown = Reflect.get(updater, 'httpExecutor');
  if (typeof executor !== 'object' || executor === null || !('createRequest' in executor))
    throw new Error('the updater has changed, and its requests cannot be watched');
  return executor as Executor;
}

/**
 * Watches over every request of an updater, redirections included: only by ways on which nobody can change what comes, and
 * within the limits that are valid when it is sent.
 */
export function guardRequests(updater: AppUpdater, limits: () => RequestLimits): void {
  const executor = executorOf(updater);
  const send = executor.createRequest.bind(executor);
  executor.createRequest = (question, answered) => {
    const { protocol, hostname } = question;
    if (!isSafeWay(protocol ?? 'https:', hostname ?? ''))
      return refuse('Sent on to an address without https://', 'ERR_UPDATE_UNSAFE_WAY');
    question[HOPS] = (question[HOPS] ?? -1) + 1;
    if (question[HOPS] > MOST_HOPS) return refuse('Sent on too often', 'HTTP_ERROR_310');
    const request = send(question, (answer) => {
      watch.follow(answer);
      answered(answer);
    });
    const watch = new Watch(request, limits());
    return request;
  };
}
