import { type Content, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    'Everything worth knowing becomes an item behind the bell: motion, a camera or node that fell silent or came back, a disk that fills up, a new incident, keys and people that came or went.',
  ),
  heading('The bell'),
  list(
    'The number counts what came since you last opened it. It is yours alone, and the same in all your tabs.',
    '*Open the inbox* leads to [everything there is](/notifications), with filters.',
    'Items about nodes, keys and people reach administrators only.',
    'Of the same change you hear at most once in {{transitionSeconds}} seconds; of a node’s disk that is {{diskPercent}} percent full every {{diskRepeatHours}} hours.',
  ),
  text(
    'What you are told about is chosen in [Settings → Notifications](/settings/notifications). A kind that is off there leaves no item, no mail and no webhook. Incidents cannot be switched off.',
  ),
  heading('Keep it quiet'),
  text(
    'Administrators keep one camera or a whole group quiet for {{snoozeMinutes}} minutes, an hour, or until {{snoozeMorning}} tomorrow: from the pop-up, the bell or the camera’s menu. Meanwhile there is no pop-up, no number, no mail and no webhook for it. The items are in the inbox, counted as read. It ends by itself. Incidents are never silenced.',
  ),
  heading('Set up mail'),
  text('Mail is off until an administrator sets it up in [Settings → Mail](/settings/mail):'),
  table(
    ['Way', 'What you need'],
    [
      'SMTP',
      'The mail server of your provider: its name, port, user name and password. Gmail, Microsoft and others want an app password.',
    ],
    ['Resend', 'An API key of that service and a sender address of a domain verified there.'],
  ),
  steps(
    'Choose the way and fill in the form.',
    'Press *Send a test mail*. The page says in words what came of it.',
    'Choose the kinds that are mailed in [Settings → Notifications](/settings/notifications).',
  ),
  text(
    'Passwords and keys are stored encrypted with a key in the data directory and never shown again. What environment variables such as `SMTP_HOST` or `RESEND_API_KEY` set wins, and cannot be changed on the page.',
  ),
  heading('Mail about motion'),
  text(
    'Off at first, because a busy camera sees motion all day. When on, a camera’s first motion is mailed at once, and one summary follows when its pause is over: {{motionPauseMinutes}} minutes unless you change it.',
  ),
  heading('What became of a mail'),
  text(
    '[Admin → Mail](/admin/mail) lists what waits and what was sent, refused or held back. While the mail server cannot be reached, a mail waits up to {{mailDays}} days. What the server refuses is tried {{mailAttempts}} times. Every mail has a link that stops its kind for the whole place.',
  ),
  note(
    'Links in mails begin with the address set in [Settings → Mail](/settings/mail), else with this computer’s address in the network. `FRONTEND_URL` wins over both.',
  ),
  heading('Webhooks'),
  text(
    'A webhook tells another program of yours: a chat bridge, a script. Each notification becomes one signed HTTP POST. You can have {{webhooksMost}} of them, in [Settings → Webhooks](/settings/webhooks). The secret is shown once; signatures follow the Standard Webhooks specification.',
  ),
  list(
    'Answer with a status from 200 to 299 within {{webhookSeconds}} seconds, and do slow work afterwards.',
    'A message that fails is tried again, {{webhookAttempts}} times in all, with growing pauses.',
    'A message may arrive twice. `webhook-id` is the same then.',
    'Each webhook lists its messages of the last {{webhookDays}} days, with what the receiver answered.',
  ),
  text('`docs/webhooks.md` in the project folder shows what arrives and how to verify it.'),
];
