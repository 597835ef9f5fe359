export type IncidentRefusalCode =
  | 'incident-not-found'
  | 'camera-not-found'
  | 'evidence-not-found'
  | 'revision-not-found'
  | 'changed-since'
  | 'nothing-buffered';

const MESSAGES: Readonly<Record<IncidentRefusalCode, string>> = {
  'incident-not-found': 'There is no such incident.',
  'camera-not-found': 'There is no such camera.',
  'evidence-not-found': 'This incident has no such picture or clip.',
  'revision-not-found': 'This incident has no such change.',
  'changed-since':
    'What this change touched was changed again since. Take back the later change first, or edit the incident.',
  'nothing-buffered': 'No live video of this camera is held right now. A clip needs its live stream to run.',
};

/** Why something could not be done to an incident. The message is for people; routes and tools may say it otherwise. */
export class IncidentRefusal extends Error {
  readonly code: IncidentRefusalCode;

  constructor(code: IncidentRefusalCode) {
    super(MESSAGES[code]);
    this.name = 'IncidentRefusal';
    this.code = code;
  }
}
