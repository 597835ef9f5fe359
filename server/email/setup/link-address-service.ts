import type { ResponseOf } from '../../contract/endpoint.ts';
import type { mailSetup } from '../../contract/notifications/email.ts';
import { cleanBaseUrl } from '../../config/origins.ts';
import { readSetting } from '../../db/settings-repository.ts';
import { AppError } from '../../http/app-error.ts';
import { changeSettings, type Changer, type SettingsDeps } from '../../settings/settings-service.ts';
import { LINK_ADDRESS, type Installation } from '../../system/installation.ts';

export interface LinkAddressDeps extends SettingsDeps {
  readonly installation: Pick<Installation, 'linkBase' | 'linkSource' | 'setLinkAddress'>;
}

/** What links of an organisation's mails begin with, and who says so. */
export async function linkAddressOf(
  { db, installation }: LinkAddressDeps,
  orgId: string,
): Promise<ResponseOf<typeof mailSetup.linkAddress>> {
  return {
    address: (await readSetting(db.read, orgId, LINK_ADDRESS)) ?? '',
    in_use: installation.linkBase(orgId),
    source: installation.linkSource(orgId),
  };
}

/** Sets the address, or clears it with an empty text, and answers it as stored. 422 for one that links cannot begin with. */
export async function changeLinkAddress(deps: LinkAddressDeps, by: Changer, text: string): Promise<string> {
  const address = text === '' ? '' : linkAddress(text);
  const values = { [LINK_ADDRESS]: address };
  await changeSettings(deps, by, { event: 'link_address_updated', details: { address }, values });
  deps.installation.setLinkAddress(by.principal.orgId, address);
  return address;
}

function linkAddress(text: string): string {
  const address = cleanBaseUrl(text);
  const url = address === undefined ? undefined : new URL(address);
  if (
    address === undefined ||
    url === undefined ||
    url.search + url.hash + url.username + url.password !== ''
  )
    throw AppError.plain(
      422,
      'That is not an address that links can begin with. Enter one like https://cameras.example.com, without "?" or "#".',
    );
  return address;
}
