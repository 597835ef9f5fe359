/** Where to go after signing in: only paths of this dashboard, never another site. */
export declare function safeNext(next: string | null): string;
