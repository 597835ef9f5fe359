import type { Endpoint, ResponseOf } from '../contract/endpoint.ts';
import type { Call } from './call.ts';

/** What a handler answers: the contract's response, or undefined when it wrote to `call.response` itself. */
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<ResponseOf<E>> | ResponseOf<E>;

/** Attaches a handler to a declared endpoint. Every feature's `*-routes.ts` is a list of such calls. */
export interface RouteBinder {
  bind<E extends Endpoint>(endpoint: E, handler: Handler<E>): void;
}
