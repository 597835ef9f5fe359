import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Answers an upgrade with a plain HTTP status and closes, whether or not the other side does. A node must be refused before the upgrade: one that is accepted
 * and then closed comes back every second, for ever.
 */
export function refuseUpgrade(socket: Duplex, status: 401 | 403 | 404 | 421 | 429 | 503): void {
  // Whoever hangs up while being refused is of no interest, but an unheard error would end the process.
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    () => socket.destroy(),
  );
}
