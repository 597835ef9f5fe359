/** The one line that connects a node. It works on plain http, which the node's own wizard refuses. */
export declare function quickSetupLine(url: string, nodeId: string, key: string): string;
/** The same as environment variables, for containers and services. */
export declare function environmentLines(url: string, nodeId: string, key: string): string;
/** Address under which other machines reach this server: its LAN address, else how this page was opened. */
export declare function nodeServerUrl(lanUrls: readonly string[] | undefined, origin: string): string;
