import { t } from '@lingui/core/macro';
import { type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`Everything worth knowing becomes an item behind the bell: motion, a camera or node that fell silent or came back, a disk that fills up, a new incident, keys and people that came or went.`,
  ),
  heading('the-bell', t`The bell`),
  list(
    t`The number counts what came since you last opened it. It is yours alone, and the same in all your tabs.`,
    t`*Open the inbox* leads to [everything there is](/notifications), with filters.`,
    t`Items about nodes, keys and people reach administrators only.`,
    t`Of the same change you hear at most once in %transitionSeconds% seconds; of a node’s disk that is %diskPercent% percent full every %diskRepeatHours% hours.`,
  ),
  text(
    t`What you are told about is chosen in [Settings → Notifications](/settings/notifications). A kind that is off there leaves no item, no mail and no webhook. Incidents cannot be switched off.`,
  ),
  heading('keep-it-quiet', t`Keep it quiet`),
  text(
    t`Administrators keep one camera or a whole group quiet for %snoozeMinutes% minutes, an hour, or until %snoozeMorning% tomorrow: from the pop-up, the bell or the camera’s menu. Meanwhile there is no pop-up, no number, no mail and no webhook for it. The items are in the inbox, counted as read. It ends by itself. Incidents are never silenced.`,
  ),
  heading('set-up-mail', t`Set up mail`),
  text(t`Mail is off until an administrator sets it up in [Settings → Mail](/settings/mail):`),
  table(
    [t`Way`, t`What you need`],
    [
      'SMTP',
      t`The mail server of your provider: its name, port, user name and password. Gmail, Microsoft and others want an app password.`,
    ],
    ['Resend', t`An API key of that service and a sender address of a domain verified there.`],
  ),
  steps(
    t`Choose the way and fill in the form.`,
    t`Press *Send a test mail*. The page says in words what came of it.`,
    t`Choose the kinds that are mailed in [Settings → Notifications](/settings/notifications).`,
  ),
  text(
    t({
      message:
        'Passwords and keys are stored encrypted with a key in the data directory and never shown again. What environment variables such as `SMTP_HOST` or `RESEND_API_KEY` set wins, and cannot be changed on the page.',
    }),
  ),
  heading('mail-about-motion', t`Mail about motion`),
  text(
    t`Off at first, because a busy camera sees motion all day. When on, a camera’s first motion is mailed at once, and one summary follows when its pause is over: %motionPauseMinutes% minutes unless you change it.`,
  ),
  heading('what-became-of-a-mail', t`What became of a mail`),
  text(
    t`[Admin → Mail](/admin/mail) lists what waits and what was sent, refused or held back. While the mail server cannot be reached, a mail waits up to %mailDays% days. What the server refuses is tried %mailAttempts% times. Every mail has a link that stops its kind for the whole place.`,
  ),
  note(
    t({
      message:
        'Links in mails begin with the address set in [Settings → Mail](/settings/mail), else with this computer’s address in the network. `FRONTEND_URL` wins over both.',
    }),
  ),
  heading('webhooks', t`Webhooks`),
  text(
    t`A webhook tells another program of yours: a chat bridge, a script. Each notification becomes one signed HTTP POST. You can have %webhooksMost% of them, in [Settings → Webhooks](/settings/webhooks). The secret is shown once; signatures follow the Standard Webhooks specification.`,
  ),
  list(
    t`Answer with a status from 200 to 299 within %webhookSeconds% seconds, and do slow work afterwards.`,
    t`A message that fails is tried again, %webhookAttempts% times in all, with growing pauses.`,
    t({ message: 'A message may arrive twice. `webhook-id` is the same then.' }),
    t`Each webhook lists its messages of the last %webhookDays% days, with what the receiver answered.`,
  ),
  text(t({ message: '`docs/webhooks.md` in the project folder shows what arrives and how to verify it.' })),
];
