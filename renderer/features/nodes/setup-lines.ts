/** The one line that connects a node. It works on plain http, which the node's own wizard refuses. */
export function quickSetupLine(url: string, nodeId: string, key: string): string {
  return `sourcebox-sentry-cloudnode setup --url ${url} --node-id ${nodeId} --key ${key}`;
}

/** The same as environment variables, for containers and services. */
export function environmentLines(url: string, nodeId: string, key: string): string {
  return [
    `SOURCEBOX_SENTRY_API_URL=${url}`,
    `SOURCEBOX_SENTRY_NODE_ID=${nodeId}`,
    `SOURCEBOX_SENTRY_API_KEY=${key}`,
  ].join('\n');
}

/** Address under which other machines reach this server: its LAN address, else how this page was opened. */
export function nodeServerUrl(lanUrls: readonly string[] | undefined, origin: string): string {
  return lanUrls?.[0] ?? origin;
}
