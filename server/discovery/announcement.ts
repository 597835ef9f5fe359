/** What the announcing thread is started with. */
export interface Announcement {
  readonly serviceName: string;
  /** First label of the name: `shop` for `shop.local`. */
  readonly label: string;
  readonly port: number;
  readonly version: string;
  /** The one address that is listened on; undefined for all. */
  readonly address: string | undefined;
}

/** What the announcing thread says. `name` is the whole name it ended up with, without the closing dot. */
export type AnnouncementNews =
  | { readonly kind: 'announced'; readonly name: string }
  /** The computer is in no network where it may be announced. */
  | { readonly kind: 'waiting' }
  /** The computer joined or left a network; the thread ends and is to be started anew. */
  | { readonly kind: 'network-changed' }
  | { readonly kind: 'failed'; readonly reason: string };
