import { isIP } from 'node:net';

/**
 * The LAN address to keep for a node. A node that serves its own machine only has none, whatever else it says; a node
 * that sends no usable address keeps the known one.
 */
export function storedLocalIp(
  known: string | null,
  report: {
    readonly local_ip?: string | null | undefined;
    readonly lan_streaming?: boolean | null | undefined;
  },
): string | null {
  if (report.lan_streaming === false) return null;
  const sent = report.local_ip ?? '';
  return isIP(sent) === 0 ? known : sent;
}
