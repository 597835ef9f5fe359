import type { Mail } from '../../../../server/email/mail.ts';

/** A mail with everything a mail can have. */
export function testMail(changes: Partial<Mail> = {}): Mail {
  return {
    to: 'mia@example.com',
    subject: '[Sentinel] Front Door went offline',
    text: 'The camera has been silent for 90 seconds. Größe ✓\n',
    html: '<!doctype html><html><body><p>The camera has been silent.</p></body></html>',
    kind: 'camera_offline',
    idempotencyKey: 'outbox-7',
    unsubscribeUrl: 'https://cameras.example/api/notifications/email/unsubscribe?t=abc',
    ...changes,
  };
}
