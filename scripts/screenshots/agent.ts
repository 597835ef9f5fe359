import type { Stage } from './stage.ts';

/** An AI program with a key, asking the server for tools as such programs do. */
export class Agent {
  readonly #stage: Stage;
  readonly #key: string;
  #asked = 0;

  constructor(stage: Stage, key: string) {
    this.#stage = stage;
    this.#key = key;
  }

  /** Throws when the server takes no calls; what a tool answers is of no interest. */
  async call(tool: string, args: object = {}): Promise<void> {
    this.#asked += 1;
    const answer = await fetch(`${this.#stage.url}/mcp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#key}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: this.#asked,
        method: 'tools/call',
        params: { name: tool, arguments: args },
      }),
      signal: this.#stage.signal,
    });
    if (!answer.ok) throw new Error(`${tool} answered ${answer.status}: ${await answer.text()}`);
    await answer.text();
  }
}
