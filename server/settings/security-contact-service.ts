import type { Database } from '../db/database.ts';
import { readSetting } from '../db/settings-repository.ts';
import { AppError } from '../http/app-error.ts';
import { changeSettings, type Changer, type SettingsDeps } from './settings-service.ts';
import { firstOwnerOf } from './stored-settings-repository.ts';

const CONTACT = 'security_contact';

/** The contact this installation publishes, or undefined: it has one page, so one organization speaks for it. */
export async function publishedContact(db: Database): Promise<string | undefined> {
  return (await firstOwnerOf(db.read, CONTACT))?.value;
}

/** The contact an organization has set, or null. */
export async function contactOf(db: Database, orgId: string): Promise<string | null> {
  return (await readSetting(db.read, orgId, CONTACT)) || null;
}

/** Sets the contact, or clears it with an empty text. 409 while another organization of this installation has one. */
export async function setContact(deps: SettingsDeps, by: Changer, contact: string): Promise<string | null> {
  const owner = await firstOwnerOf(deps.db.read, CONTACT);
  if (contact !== '' && owner !== undefined && owner.orgId !== by.principal.orgId) {
    throw AppError.plain(
      409,
      'Another organization on this server publishes its contact already, and there is room for one only.',
    );
  }
  await changeSettings(deps, by, {
    event: 'security_contact_updated',
    details: { contact: contact || null },
    values: { [CONTACT]: contact },
  });
  return contact || null;
}
