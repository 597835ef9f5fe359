import type { BodyInputOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '../../server/contract/endpoint.ts';
type Part<Name extends string, T> = [T] extends [undefined] ? unknown : Record<Name, T>;
/** What a call of this endpoint must be given. */
export type CallInput<E> = Part<'params', ParamsOf<E>> & ([QueryOf<E>] extends [undefined] ? unknown : {
    query?: QueryOf<E>;
}) & Part<'body', BodyInputOf<E>>;
type Args<E> = unknown extends CallInput<E> ? [input?: undefined] : [input: CallInput<E>];
type Scalar = string | number | boolean;
interface RawInput {
    readonly params?: Readonly<Record<string, Scalar>>;
    readonly query?: Readonly<Record<string, Scalar | null | undefined>>;
    readonly body?: unknown;
}
/** Path and query of one call, with every value escaped. */
export declare function buildUrl(path: string, input: RawInput): string;
/**
 * Calls one endpoint of the contract.
 * Throws `ApiError` for a refusal and `UnreachableError` when there was no answer. A 401 from a protected
 * route fires the sign-out hook; a 403 never does. 204 answers `null`.
 */
export declare function call<E extends Endpoint>(endpoint: E, ...args: Args<E>): Promise<ResponseOf<E>>;
export {};
