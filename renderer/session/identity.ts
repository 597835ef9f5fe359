/** Who proves to the server that this person is signed in, and how. */
export interface Identity {
  readonly kind: 'local' | 'clerk';
  /** Bearer token for the next request; `null` when a cookie carries the session. */
  getToken(): Promise<string | null>;
  signOut(): Promise<void>;
}
