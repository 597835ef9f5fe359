import { type Content, heading, list, note, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    'Running it yourself, you need no plan and pay nothing. The installation has the plan `self_hosted`, which is never past due.',
  ),
  heading('What each plan allows'),
  table(
    ['', 'Self-hosted', 'Free', 'Pro', 'Pro Plus'],
    ['Cameras', '{{plusCameras}}', '{{freeCameras}}', '{{proCameras}}', '{{plusCameras}}'],
    ['Nodes', '{{plusNodes}}', '{{freeNodes}}', '{{proNodes}}', '{{plusNodes}}'],
    ['People', '{{selfPeople}}', '{{freePeople}}', '{{proPeople}}', '{{plusPeople}}'],
    ['Viewing hours a month', 'unlimited', '{{freeHours}}', '{{proHours}}', '{{plusHours}}'],
    ['Days records are kept', '{{plusDays}}', '{{freeDays}}', '{{proDays}}', '{{plusDays}}'],
    ['AI agents', 'yes', 'no', 'yes', 'yes'],
    ['Sentinel runs a month', '{{plusRuns}}', 'none', '{{proRuns}}', '{{plusRuns}}'],
  ),
  text('People and open invitations together fill the places for people.'),
  heading('When other plans count'),
  list(
    'With [Clerk](/docs/accounts#sign-in-through-clerk), the plan comes from the organization’s subscription there.',
    'Without it, `SENTINEL_PLAN` can set `free_org`, `pro` or `pro_plus`, which is useful for trying things out.',
  ),
  heading('More cameras than the plan allows'),
  text(
    'The oldest cameras stay; the others are *Suspended by plan*: their video is refused, so they show and record nothing, but they keep their settings. A higher plan brings them back. Nothing is ever deleted for it.',
  ),
  heading('Viewing hours'),
  text(
    'Every second of video served to somebody counts, in the current UTC month. When the hours are used up, live video stops with a message until the next month. On `self_hosted` there is no such limit.',
  ),
  heading('A payment that is late'),
  text(
    'With Clerk only: a subscription that could not be paid keeps its limits for {{graceDays}} days. After that those of the free plan count until it is paid.',
  ),
  note('A banner above the wall tells administrators in time when there is little room for more cameras.'),
];
