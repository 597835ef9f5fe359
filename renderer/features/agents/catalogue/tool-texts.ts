import { t } from '@lingui/core/macro';
import type { ToolName } from '../../../../server/contract/agents/tools.ts';
import type { CatalogueTool } from '../agent-queries.ts';
import { firstSentence } from './tool-words.ts';

interface ToolText {
  readonly title: string;
  /** One sentence for people; what the server writes about a tool is meant for agents. */
  readonly about: string;
}

const TEXTS: Readonly<Record<ToolName, ToolText>> = {
  list_cameras: {
    title: t`List cameras`,
    about: t`Every camera with its name, node, group, state and recording.`,
  },
  get_camera: {
    title: t`Get one camera`,
    about: t`State, last error, node, group and recording of one camera.`,
  },
  get_stream_url: {
    title: t`Get the address of a live stream`,
    about: t`Where people can watch a camera live. The agent itself sees nothing by it.`,
  },
  view_camera: {
    title: t`Look at a camera`,
    about: t`Takes one picture now and looks at it.`,
  },
  watch_camera: {
    title: t`Watch a camera for a while`,
    about: t`Takes several pictures, some seconds apart, to see what changes.`,
  },
  list_camera_groups: {
    title: t`List camera groups`,
    about: t`The groups you sort cameras into, with the number of cameras in each.`,
  },
  list_nodes: {
    title: t`List camera nodes`,
    about: t`The computers that cameras are attached to: state, last contact, version and storage.`,
  },
  get_node: {
    title: t`Get one camera node`,
    about: t`State, last contact, address and storage of one node.`,
  },
  get_camera_recording_policy: {
    title: t`Get the recording policy of a camera`,
    about: t`Whether a camera records around the clock, at set hours or not at all.`,
  },
  get_stream_logs: {
    title: t`Get the log of live views`,
    about: t`Who watched which camera live, from where and when.`,
  },
  get_stream_stats: {
    title: t`Get statistics of live views`,
    about: t`How often each camera was watched, and by whom.`,
  },
  get_system_status: {
    title: t`Get the state of the system`,
    about: t`How many cameras and nodes there are, how many of them are online, and your plan.`,
  },
  list_incidents: {
    title: t`List incidents`,
    about: t`Incidents, newest first, without their reports and evidence.`,
  },
  get_incident: {
    title: t`Get one incident`,
    about: t`One incident with its report and the list of its evidence.`,
  },
  get_incident_snapshot: {
    title: t`Look at a picture of an incident`,
    about: t`A picture that was kept as evidence.`,
  },
  get_incident_clip: {
    title: t`Get facts about a clip of an incident`,
    about: t`Length and size of a clip, and where people can play it.`,
  },
  create_incident: {
    title: t`File an incident`,
    about: t`Files a new incident; people are notified.`,
  },
  add_observation: {
    title: t`Note an observation`,
    about: t`Adds a text to the timeline of an incident.`,
  },
  attach_snapshot: {
    title: t`Attach a picture taken now`,
    about: t`Takes a picture and keeps it with an incident as evidence.`,
  },
  attach_clip: {
    title: t`Attach the last seconds of video`,
    about: t`Keeps the last seconds of a camera with an incident as evidence.`,
  },
  update_incident: {
    title: t`Change an incident`,
    about: t`Changes status, severity, summary or report. Earlier texts stay in the timeline.`,
  },
  finalize_incident: {
    title: t`Write the report of an incident`,
    about: t`Writes the final report. The status stays as it is.`,
  },
  set_camera_recording_policy: {
    title: t`Change when a camera records`,
    about: t`Lets a camera record around the clock, at set hours or not at all.`,
  },
};

function isKnown(name: string): name is ToolName {
  return Object.hasOwn(TEXTS, name);
}

/** What a tool is called in a list of calls; one of a newer server by its own name. */
export function toolTitle(name: string): string {
  return isKnown(name) ? TEXTS[name].title : name;
}

/** What a tool does, for people; what a newer server says of a tool that is not known here. */
export function toolText({ name, title, description }: CatalogueTool): ToolText {
  return isKnown(name) ? TEXTS[name] : { title, about: firstSentence(description) };
}
