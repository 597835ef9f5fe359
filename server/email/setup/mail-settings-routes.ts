import { mailSetup } from '../../contract/notifications/email.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { changeLinkAddress, linkAddressOf, type LinkAddressDeps } from './link-address-service.ts';
import { changeMailSettings, mailSettingsOf, type MailSettingsDeps } from './mail-settings-service.ts';
import { sendTestMail, type TestMailDeps } from './test-mail-service.ts';

export type MailSettingsRoutesDeps = MailSettingsDeps & TestMailDeps & LinkAddressDeps;

/** Binds `/api/settings/mail` and `/api/settings/link-address`. */
export function mailSettingsRoutes(binder: RouteBinder, deps: MailSettingsRoutesDeps): void {
  binder.bind(mailSetup.get, ({ principal }) => mailSettingsOf(deps, principal.orgId));
  binder.bind(mailSetup.set, (call) => changeMailSettings(deps, call, call.body));
  binder.bind(mailSetup.test, (call) => sendTestMail(deps, call, call.body.to));
  binder.bind(mailSetup.linkAddress, ({ principal }) => linkAddressOf(deps, principal.orgId));
  binder.bind(mailSetup.setLinkAddress, async (call) => ({
    success: true as const,
    address: await changeLinkAddress(deps, call, call.body.address),
  }));
}
