import { mail } from '../../contract/notifications/email.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import {
  changeMailPreferences,
  mailPreferencesOf,
  type MailPreferencesDeps,
} from './mail-preferences-service.ts';

/** Binds `/api/notifications/email/preferences`. */
export function mailPreferencesRoutes(binder: RouteBinder, deps: MailPreferencesDeps): void {
  binder.bind(mail.preferences, ({ principal }) => mailPreferencesOf(deps, principal.orgId));
  binder.bind(mail.setPreferences, (call) => changeMailPreferences(deps, call, call.body));
}
