import { t } from '@lingui/core/macro';

/** What the parts of an act's details are called. */
const NAMES: Readonly<Record<string, string>> = {
  address: t`address`,
  backup: t`backup`,
  camera_id: t`camera`,
  changed: t`changed`,
  changes: t`changes`,
  contact: t`contact`,
  continuous_24_7: t`always`,
  email: t`e-mail`,
  enabled: t`on`,
  filename: t`file`,
  hour: t`hour`,
  incident_id: t`incident`,
  key_id: t`key`,
  name: t`name`,
  node_id: t`node`,
  recording: t`recording`,
  role: t`role`,
  run_id: t`investigation`,
  scope_mode: t`allows`,
  scope_tool_count: t`tools`,
  scheduled_end: t`until`,
  scheduled_recording: t`on a schedule`,
  scheduled_start: t`from`,
  target: t`about`,
  target_id: t`id`,
  timezone: t`time zone`,
  title: t`title`,
  until: t`until`,
  webhook_id: t`id`,
  via: t`through`,
};

function nameOf(name: string): string {
  return NAMES[name] ?? name.replaceAll('_', ' ');
}

function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? t`yes` : t`no`;
  if (value === null || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(plain).join(', ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, part]) => `${nameOf(name)} ${plain(part)}`)
    .join(', ');
}

const own = (cameraId: string) => cameraId;

/**
 * `name: Back office, node: ab12cd34` for the JSON text of an act; the text itself when it is none. `cameraName` knows
 * the names of cameras by their ids.
 */
export function detailWords(details: string | null, cameraName: (cameraId: string) => string = own): string {
  if (details === null || details === '') return '';
  try {
    const value = JSON.parse(details) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return details;
    return Object.entries(value)
      .map(([name, part]) => {
        const said = plain(part);
        return `${nameOf(name)}: ${name === 'camera_id' ? cameraName(said) : said}`;
      })
      .join(', ');
  } catch {
    return details;
  }
}
