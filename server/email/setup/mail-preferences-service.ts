import type { BodyOf, ResponseOf } from '../../contract/endpoint.ts';
import { mailSwitches, type mail, type MailSwitches } from '../../contract/notifications/email.ts';
import { readSetting } from '../../db/settings-repository.ts';
import { switchDefault } from '../../notifications/kind-rules.ts';
import { changeSettings, type Changer, type SettingsDeps } from '../../settings/settings-service.ts';
import type { MailTransports } from '../mail.ts';

export interface MailPreferencesDeps extends SettingsDeps {
  readonly transports: Pick<MailTransports, 'isOn'>;
}

type Preferences = ResponseOf<typeof mail.preferences>;

const NAMES = mailSwitches.keyof().options;

/** Which mails an organisation wants; a switch that was never set has its default. */
export async function mailPreferencesOf(
  { db, transports }: MailPreferencesDeps,
  orgId: string,
): Promise<Preferences> {
  const isOn = async (name: string): Promise<boolean> => {
    const value = await readSetting(db.read, orgId, name);
    return value === undefined ? switchDefault(name) : value === 'true';
  };
  const switches = await Promise.all(NAMES.map(async (name) => [name, await isOn(name)] as const));
  return {
    email_globally_enabled: await transports.isOn(orgId, db.read),
    preferences: {
      ...(Object.fromEntries(switches) as MailSwitches),
      email_welcome: await isOn('email_welcome'),
    },
  };
}

/** Changes the named switches; the others, and those that are null, stay. */
export async function changeMailPreferences(
  deps: MailPreferencesDeps,
  by: Changer,
  wanted: BodyOf<typeof mail.setPreferences>,
): Promise<Preferences & { changes: string[] }> {
  const named = NAMES.flatMap((name) => {
    const on = wanted[name];
    return on === undefined || on === null ? [] : [[name, on] as const];
  });
  // The audit log of every installation spells it this way, and people filter by it.
  const changes = named.map(([name, on]) => `${name}=${on ? 'True' : 'False'}`);
  if (named.length > 0) {
    const values = Object.fromEntries(named.map(([name, on]) => [name, String(on)]));
    await changeSettings(deps, by, { event: 'email_prefs_updated', details: { changes }, values });
  }
  return { ...(await mailPreferencesOf(deps, by.principal.orgId)), changes };
}
