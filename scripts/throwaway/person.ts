/** Somebody who is signed in to a server, calling its API. */
export class Person {
  readonly #url: string;
  readonly #signal: AbortSignal;
  #cookie: string | undefined;

  constructor(url: string, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  /** The session cookie as a browser keeps it. Throws before anybody signed in. */
  get session(): { readonly name: string; readonly value: string } {
    const [name, value] = this.#cookie?.split('=') ?? [];
    if (name === undefined || value === undefined) throw new Error('Nobody is signed in.');
    return { name, value };
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.call('POST', '/api/auth/sign-in', { email, password });
    if (this.#cookie === undefined) throw new Error('Signing in set no session cookie.');
  }

  /** Answers the JSON of a call; throws with the server's words when it is refused. */
  async call<T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', path: string, body?: object): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        origin: this.#url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: this.#signal,
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '');
    this.#cookie = cookies.find((pair) => pair.startsWith('sentinel_session=')) ?? this.#cookie;
    return (await answer.json()) as T;
  }
}
