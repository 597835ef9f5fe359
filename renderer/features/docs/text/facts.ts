import { formats } from '../../../hooks/format.ts';

/**
 * Numbers the pages name. A test compares each with the constant the program really uses, and finds digits in the
 * texts that come from nowhere, so a page cannot go on claiming what is no longer true.
 */
export const FACTS = {
  // Starting and settings
  port: 8000,
  nodePort: 8080,
  nodeJsLeast: 20,
  nodeJsOwn: 24,
  // People
  passwordLeast: 10,
  inviteDays: 7,
  sessionDays: 30,
  sessionsMost: 50,
  freeFailures: 5,
  longestWaitMinutes: 5,
  addressFailures: 30,
  addressMinutes: 15,
  // Nodes and live video
  offlineSeconds: 90,
  reportSeconds: 30,
  segmentsKept: 60,
  cacheGib: 2,
  playlistSegments: 15,
  reorderSeconds: 1.5,
  pictureSeconds: 1.6,
  growthSeconds: 2.8,
  delaySeconds: 10,
  frozenSeconds: 6,
  noPictureSeconds: 15,
  rewindSeconds: 60,
  stepSeconds: 10,
  // Recording and archive
  snapshotSeconds: 15,
  snapshotsPerMinute: 30,
  archiveRows: 10_000,
  relayConnectSeconds: 3,
  relayTotalSeconds: 30,
  pictureMib: 8,
  segmentMib: 16,
  // Motion and notifications
  burstSeconds: 6,
  motionPerMinute: 120,
  motionRows: 500,
  transitionSeconds: 60,
  diskPercent: 90,
  diskRepeatHours: 6,
  snoozeMinutes: 15,
  snoozeMorning: '08:00',
  motionPauseMinutes: 15,
  mailDays: 3,
  mailAttempts: 3,
  webhooksMost: 5,
  webhookSeconds: 10,
  webhookAttempts: 9,
  webhookDays: 30,
  // Incidents
  clipSeconds: 15,
  clipMostSeconds: 60,
  evidenceMib: 64,
  exportsPerHour: 30,
  // AI agents
  tools: 23,
  readTools: 16,
  writeTools: 7,
  keyDays: 90,
  mcpPerMinute: 120,
  mcpPerDay: 30_000,
  watchMost: 10,
  watchSeconds: 30,
  // Sentinel AI
  sentinelRuns: 500,
  cooldownMinutes: 5,
  cooldownMost: 60,
  toolCalls: 20,
  runMinutes: 5,
  imagePixels: 1024,
  tracePictures: 20,
  tracePixels: 512,
  traceDays: 30,
  reportTime: '07:00',
  reportCatchUpHours: 2,
  strandedMinutes: 20,
  expiredMinutes: 60,
  // Home Assistant
  stillsPerMinute: 30,
  integrationStreams: 10,
  // Plans
  freeCameras: 5,
  freeNodes: 2,
  freePeople: 2,
  freeHours: 30,
  freeDays: 30,
  proCameras: 25,
  proNodes: 10,
  proPeople: 10,
  proHours: 300,
  proDays: 90,
  proRuns: 100,
  plusCameras: 200,
  plusNodes: 999,
  plusPeople: 20,
  plusHours: 1500,
  plusDays: 365,
  plusRuns: 500,
  selfPeople: 100,
  graceDays: 7,
  // Records and upkeep
  watchNoteMinutes: 5,
  csvRows: 50_000,
  dataExportsPerHour: 3,
  resetSeconds: 10,
  backupTime: '03:00',
  backupDays: 7,
  backupWeeks: 4,
  diskWarnPercent: 80,
  diskCriticalPercent: 95,
  stopSeconds: 5,
  releaseMinutes: 10,
  readySeconds: 30,
  // Security and the interface for programs
  argonMib: 19,
  argonPasses: 2,
  bodyMib: 1,
  requestSeconds: 30,
  socketsMost: 50,
  sweepSeconds: 2,
  keepAliveSeconds: 25,
  keepAliveQueue: 100,
} as const satisfies Readonly<Record<string, number | string>>;

const PLACE = /%([a-z]\w*)%/g;
const TIME = /^(\d\d):(\d\d)$/;
/** Below this, numbers are written without separators, as in `port 8000`. */
const GROUPED_FROM = 10_000;

function written(fact: number | string): string {
  if (typeof fact === 'number') {
    return Number.isInteger(fact) && fact < GROUPED_FROM ? String(fact) : formats.count(fact);
  }
  const [, hour, minute] = TIME.exec(fact) ?? [];
  return hour === undefined ? fact : formats.timeOfDay(Number(hour) * 60 + Number(minute));
}

/** The text with `%name%` replaced by that fact. An unknown name stays as it is, for the test to find. */
export function withFacts(text: string): string {
  const known = new Map<string, number | string>(Object.entries(FACTS));
  return text.replaceAll(PLACE, (place, name: string) => {
    const fact = known.get(name);
    return fact === undefined ? place : written(fact);
  });
}
