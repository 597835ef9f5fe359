import { t } from '@lingui/core/macro';
import { type Content, heading, list, note, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t({
      message:
        'Running it yourself, you need no plan and pay nothing. The installation has the plan `self_hosted`, which is never past due.',
    }),
  ),
  heading('what-each-plan-allows', t`What each plan allows`),
  table(
    ['', t`Self-hosted`, t({ message: 'Free', context: 'plan' }), t`Pro`, t`Pro Plus`],
    [t`Cameras`, '%plusCameras%', '%freeCameras%', '%proCameras%', '%plusCameras%'],
    [t`Nodes`, '%plusNodes%', '%freeNodes%', '%proNodes%', '%plusNodes%'],
    [t`People`, '%selfPeople%', '%freePeople%', '%proPeople%', '%plusPeople%'],
    [t`Viewing hours a month`, t`unlimited`, '%freeHours%', '%proHours%', '%plusHours%'],
    [t`Days records are kept`, '%plusDays%', '%freeDays%', '%proDays%', '%plusDays%'],
    [t`AI agents`, t`yes`, t`no`, t`yes`, t`yes`],
    [t`Sentinel runs a month`, '%plusRuns%', t`none`, '%proRuns%', '%plusRuns%'],
  ),
  text(t`People and open invitations together fill the places for people.`),
  heading('when-other-plans-count', t`When other plans count`),
  list(
    t`With [Clerk](/docs/accounts#sign-in-through-clerk), the plan comes from the organization’s subscription there.`,
    t({
      message:
        'Without it, `SENTINEL_PLAN` can set `free_org`, `pro` or `pro_plus`, which is useful for trying things out.',
    }),
  ),
  heading('more-cameras-than-the-plan-allows', t`More cameras than the plan allows`),
  text(
    t`The oldest cameras stay; the others are *Suspended by plan*: their video is refused, so they show and record nothing, but they keep their settings. A higher plan brings them back. Nothing is ever deleted for it.`,
  ),
  heading('viewing-hours', t`Viewing hours`),
  text(
    t({
      message:
        'Every second of video served to somebody counts, in the current UTC month. When the hours are used up, live video stops with a message until the next month. On `self_hosted` there is no such limit.',
    }),
  ),
  heading('a-payment-that-is-late', t`A payment that is late`),
  text(
    t`With Clerk only: a subscription that could not be paid keeps its limits for %graceDays% days. After that those of the free plan count until it is paid.`,
  ),
  note(t`A banner above the wall tells administrators in time when there is little room for more cameras.`),
];
