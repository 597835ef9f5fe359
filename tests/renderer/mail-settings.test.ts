import { describe, expect, it } from 'vitest';
import { mailSwitches, type MailSettings, SMTP_SECURITY } from '../../server/contract/notifications/email.ts';
import { NOTIFICATION_KINDS } from '../../server/contract/notifications/kinds.ts';
import type { Webhook } from '../../server/contract/notifications/webhooks.ts';
import { underWay, waitingState } from '../../renderer/features/admin/mail/mail-log-words.ts';
import { nextTryWords, triesWords } from '../../renderer/features/settings/delivery-words.ts';
import { kindWords } from '../../renderer/features/settings/kind-words.ts';
import {
  mailChanges,
  type MailDraft,
  mailDraft,
  mailDraftSchema,
} from '../../renderer/features/settings/mail/mail-draft.ts';
import {
  decidingVariable,
  mailState,
  portFor,
  PROVIDERS,
  providerOf,
} from '../../renderer/features/settings/mail/mail-words.ts';
import {
  INBOX_SWITCHES,
  MAIL_SWITCHES,
} from '../../renderer/features/settings/notifications/notification-words.ts';
import {
  deliveryState,
  kindsWords,
  webhookState,
} from '../../renderer/features/settings/webhooks/webhook-words.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');

const STORED: MailSettings = {
  enabled: false,
  source: 'settings',
  enabled_by_environment: false,
  transport: 'smtp',
  from_address: 'shop@example.com',
  from_name: 'Shop',
  has_resend_key: false,
  smtp_host: 'smtp.example.com',
  smtp_port: 587,
  smtp_security: 'starttls',
  smtp_username: 'shop@example.com',
  has_smtp_password: true,
  motion_cooldown_minutes: 15,
  problem: null,
};

/** The first complaint about each field. */
function complaints(stored: MailSettings, change: Partial<MailDraft>): Record<string, string> {
  const { error } = mailDraftSchema(stored).safeParse({ ...mailDraft(stored), ...change });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
}

describe('the form of mail settings', () => {
  it('sends no secret that was not typed, so that the stored one stays', () => {
    const body = mailChanges(mailDraft(STORED));
    expect(body).toMatchObject({ transport: 'smtp', smtp_host: 'smtp.example.com', smtp_port: 587 });
    expect(body).not.toHaveProperty('smtp_password');
    expect(body).not.toHaveProperty('resend_key');
  });

  it('sends a typed secret as it is, and an empty one to remove it', () => {
    expect(mailChanges({ ...mailDraft(STORED), smtp_password: ' p4ss word ' })).toHaveProperty(
      'smtp_password',
      ' p4ss word ',
    );
    expect(mailChanges({ ...mailDraft(STORED), smtp_password: '' })).toHaveProperty('smtp_password', '');
    const resend = mailChanges({ ...mailDraft(STORED), transport: 'resend', resend_key: 're_1' });
    expect(resend).toEqual({
      transport: 'resend',
      from_name: 'Shop',
      from_address: 'shop@example.com',
      resend_key: 're_1',
    });
  });

  it('switching mail sending to nothing leaves all entries as they are', () => {
    expect(mailChanges({ ...mailDraft(STORED), transport: 'none', smtp_host: '' })).toEqual({
      transport: 'none',
    });
  });

  it('says in words what the chosen way still needs', () => {
    expect(complaints(STORED, {})).toEqual({});
    expect(complaints(STORED, { smtp_host: ' ', from_address: '' })).toEqual({
      smtp_host: expect.stringContaining('mail server'),
      from_address: expect.stringContaining('address'),
    });
    expect(complaints(STORED, { from_address: 'shop' })).toHaveProperty('from_address');
    expect(complaints(STORED, { smtp_port: Number.NaN })).toEqual({
      smtp_port: 'Enter a port number such as 587',
    });
    expect(complaints(STORED, { transport: 'resend' })).toHaveProperty('resend_key');
    expect(complaints({ ...STORED, has_resend_key: true }, { transport: 'resend' })).toEqual({});
    expect(
      complaints({ ...STORED, has_resend_key: true }, { transport: 'resend', resend_key: '' }),
    ).toHaveProperty('resend_key');
  });

  it('asks for the password where there is none, and again where the server changes', () => {
    expect(complaints({ ...STORED, has_smtp_password: false }, {})).toHaveProperty('smtp_password');
    expect(complaints(STORED, { smtp_password: '' })).toHaveProperty('smtp_password');
    expect(complaints(STORED, { smtp_password: '', smtp_username: '' })).toEqual({});
    const moved = { smtp_host: 'smtp.other.example' };
    expect(complaints(STORED, moved)['smtp_password']).toContain('another mail server');
    expect(complaints(STORED, { ...moved, smtp_password: 'new' })).toEqual({});
  });

  it('asks for nothing where no mail is to be sent', () => {
    expect(complaints(STORED, { transport: 'none', smtp_host: '', from_address: '' })).toEqual({});
  });

  it('moves a usual port along with the encryption and leaves an unusual one', () => {
    expect(portFor('tls', 587)).toBe(465);
    expect(portFor('starttls', 465)).toBe(587);
    expect(portFor('tls', 2525)).toBe(2525);
    expect(portFor('none', Number.NaN)).toBe(25);
  });

  it('every suggested service is one the server takes and is found again by its host', () => {
    for (const { name, host, port, security } of PROVIDERS) {
      const chosen = { smtp_host: host, smtp_port: port, smtp_security: security, smtp_password: 'new' };
      expect(complaints(STORED, chosen)).toEqual({});
      expect(SMTP_SECURITY).toContain(security);
      expect(providerOf(host.toUpperCase())?.name).toBe(name);
    }
    expect(providerOf('smtp.example.com')).toBeUndefined();
  });
});

describe('the state of mail', () => {
  it('is on only when nothing is missing, and tells the problem otherwise', () => {
    expect(mailState({ ...STORED, enabled: true })).toMatchObject({ tone: 'live', label: 'On' });
    expect(mailState({ ...STORED, enabled: true, problem: 'There is no password.' })).toEqual({
      tone: 'warn',
      label: 'Not working yet',
      sentence: 'There is no password.',
    });
    expect(mailState(STORED).sentence).toContain('Switch it on');
    expect(mailState({ ...STORED, enabled_by_environment: true }).sentence).toContain(
      'until that is changed',
    );
    const fixed = { ...STORED, source: 'environment', problem: 'Set SMTP_PASSWORD.' } as const;
    expect(mailState(fixed)).toMatchObject({ label: 'Off', sentence: 'Set SMTP_PASSWORD.' });
    expect(mailState({ ...STORED, transport: 'none' }).sentence).toContain('Choose below');
  });

  it('names the variable that decides', () => {
    expect(decidingVariable('resend')).toBe('RESEND_API_KEY');
    expect(decidingVariable('smtp')).toBe('SMTP_HOST');
  });
});

describe('words of notifications', () => {
  it('every switch of mail has its line, each once, and says who gets the mail', () => {
    const names = MAIL_SWITCHES.map(({ name }) => name);
    expect(names.toSorted()).toEqual(mailSwitches.keyof().options.toSorted());
    expect(MAIL_SWITCHES.every(({ to }) => /everybody|administrators/.test(to ?? ''))).toBe(true);
    expect(INBOX_SWITCHES).toHaveLength(3);
  });

  it('every kind has its own words, and an unknown one stays readable', () => {
    const words = NOTIFICATION_KINDS.map(kindWords);
    expect(new Set(words).size).toBe(NOTIFICATION_KINDS.length);
    expect(words.every((text) => !text.includes('_'))).toBe(true);
    expect(kindWords('door_opened')).toBe('Door opened');
    expect(kindWords('constructor')).toBe('Constructor');
  });
});

describe('delivery logs', () => {
  it('tell how often was tried and when it goes on', () => {
    expect([0, 1, 3].map(triesWords)).toEqual([null, 'tried once', 'tried 3 times']);
    expect(nextTryWords(null, NOW)).toBe('goes out next');
    expect(nextTryWords('2026-03-02T11:59:00Z', NOW)).toBe('goes out next');
    expect(nextTryWords('2026-03-02T12:02:00Z', NOW)).toBe('next try in 2 minutes');
  });

  it('of mail say what is under way, and nothing when nothing is', () => {
    expect(underWay(0, 0)).toBeNull();
    expect(underWay(1, 2)).toBe('1 notification is being prepared, 2 mails wait to leave.');
    expect(underWay(0, 1)).toBe('1 mail waits to leave.');
    expect(waitingState({ status: 'pending', attempts: 0 }).label).toBe('Waiting');
    expect(waitingState({ status: 'pending', attempts: 2 }).label).toBe('Trying again');
    expect(waitingState({ status: 'sending', attempts: 2 }).label).toBe('Being sent');
  });

  it('of webhooks tell waiting from trying again', () => {
    expect(deliveryState({ status: 'pending', attempts: 0 }).label).toBe('Waiting');
    expect(deliveryState({ status: 'pending', attempts: 1 }).tone).toBe('warn');
    expect(deliveryState({ status: 'failed', attempts: 9 }).tone).toBe('bad');
    expect(deliveryState({ status: 'delivered', attempts: 1 }).tone).toBe('live');
  });
});

describe('a webhook', () => {
  const hook: Webhook = {
    id: 'wh_1',
    name: 'Home',
    url: 'http://192.168.1.20/hook',
    kinds: null,
    enabled: true,
    created_at: '2026-03-01T12:00:00Z',
    last_delivered_at: null,
    last_failed_at: null,
    last_error: null,
  };

  it('is judged by its latest message, not by an older one', () => {
    const older = '2026-03-02T11:00:00Z';
    const newer = '2026-03-02T11:30:00Z';
    expect(webhookState(hook, NOW).sentence).toBe('Nothing was sent yet.');
    const failing = { ...hook, last_delivered_at: older, last_failed_at: newer, last_error: 'Answered 500' };
    expect(webhookState(failing, NOW)).toEqual({
      tone: 'bad',
      label: 'Failing',
      sentence: 'Last try failed 30 minutes ago: Answered 500',
    });
    expect(webhookState({ ...failing, last_delivered_at: newer, last_failed_at: older }, NOW).tone).toBe(
      'live',
    );
    expect(webhookState({ ...failing, enabled: false }, NOW)).toMatchObject({ tone: 'idle', label: 'Off' });
  });

  it('names a few kinds and counts the rest', () => {
    expect(kindsWords(null)).toBe('Everything');
    expect(kindsWords(['motion'])).toBe('Motion');
    expect(kindsWords(['motion', 'welcome', 'node_online', 'node_offline', 'member_added'])).toBe(
      'Motion, Welcome, Node back and 2 more',
    );
  });
});
