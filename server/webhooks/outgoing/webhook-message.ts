import { randomHex } from '../../ids.ts';
import { onWire, type StoredNotification } from '../../notifications/notifier.ts';

/** A message of its own identity, ready to be stored. */
export interface WebhookMessage {
  readonly messageId: string;
  /** JSON; these very bytes are signed and sent at every attempt. */
  readonly payload: string;
}

interface Contents {
  readonly type: string;
  readonly at: Date;
  readonly data: unknown;
  /** Base of links to this installation. */
  readonly installation: string;
}

function message({ type, at, data, installation }: Contents): WebhookMessage {
  const messageId = `msg_${randomHex(16)}`;
  const payload = { type, id: messageId, timestamp: at.toISOString(), data, installation };
  return { messageId, payload: JSON.stringify(payload) };
}

/** Tells of a notification. */
export function notificationMessage(stored: StoredNotification, installation: string): WebhookMessage {
  return message({ type: 'notification', at: stored.createdAt, data: onWire(stored), installation });
}

/** For trying a receiver out. */
export function testMessage(at: Date, installation: string): WebhookMessage {
  return message({ type: 'test', at, data: { title: 'Test message' }, installation });
}
