import { t } from '@lingui/core/macro';
import type { Incident } from '../../../../server/contract/incidents/incidents.ts';
import type { ListState } from '../incident-queries.ts';
import { bySeverity, isByAgent } from '../incident-words.ts';

export type ByWhom = 'anyone' | 'ai' | 'people';

export interface IncidentFilter {
  readonly state: ListState;
  readonly by: ByWhom;
}

/** The filter an address asks for. */
export function readFilter(params: URLSearchParams): IncidentFilter {
  const by = params.get('by');
  return {
    state: params.get('state') === 'all' ? 'all' : 'open',
    by: by === 'ai' || by === 'people' ? by : 'anyone',
  };
}

/** The address of a filter; the usual one has none. */
export function writeFilter({ state, by }: IncidentFilter): URLSearchParams {
  return new URLSearchParams({
    ...(state === 'all' ? { state } : {}),
    ...(by === 'anyone' ? {} : { by }),
  });
}

/** What is listed, the most severe first. Only the state is asked of the server. */
export function listed(incidents: readonly Incident[], by: ByWhom): readonly Incident[] {
  const wanted =
    by === 'anyone'
      ? incidents
      : incidents.filter((incident) => isByAgent(incident.created_by) === (by === 'ai'));
  return bySeverity(wanted);
}

/** How many were filed by AI agents, and how many on the day of `now` in the viewer's time zone. */
export function figuresOf(
  incidents: readonly Incident[],
  now: number,
): { readonly byAgents: number; readonly today: number } {
  const today = new Date(now).toDateString();
  return {
    byAgents: incidents.filter((incident) => isByAgent(incident.created_by)).length,
    today: incidents.filter((incident) => new Date(incident.created_at).toDateString() === today).length,
  };
}

interface EmptyWords {
  readonly title: string;
  readonly text: string;
}

/** What to say when nothing is listed, for each filter. */
export function emptyWords({ state, by }: IncidentFilter): EmptyWords {
  const open = state === 'open';
  if (by === 'ai') {
    return {
      title: open ? t`No open incident by AI` : t`AI has filed no incident yet`,
      text: t`An AI agent with a key of yours can look at cameras and file what it finds, with evidence. Its reports appear here for you to judge.`,
    };
  }
  if (by === 'people') {
    return {
      title: open ? t`No open incident by a person` : t`Nobody has filed an incident yet`,
      text: t`File one yourself: from here, from the menu of a camera, or from a motion.`,
    };
  }
  return open
    ? {
        title: t`Nothing open`,
        text: t`Every incident is acknowledged, resolved or dismissed. Look under All for earlier ones.`,
      }
    : {
        title: t`No incidents yet`,
        text: t`An incident keeps what happened in one place: a summary, pictures and clips that are kept for good, a report, and who changed what. File the first one when something is worth remembering.`,
      };
}
