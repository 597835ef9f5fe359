import { settings } from '../contract/settings.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { contactOf, setContact } from './security-contact-service.ts';
import {
  isMotionIngestionOn,
  readSwitches,
  setMotionIngestion,
  setSwitches,
  setTimeZone,
  timeZoneOf,
  type SettingsDeps,
} from './settings-service.ts';

/** Binds `/api/settings` and what is under it but the danger zone. */
export function settingsRoutes(binder: RouteBinder, deps: SettingsDeps): void {
  const { read } = deps.db;

  binder.bind(settings.get, async ({ principal: { orgId } }) => {
    const { motion_notifications, camera_transition_notifications, node_transition_notifications } =
      await readSwitches(read, orgId);
    return {
      notifications: { motion_notifications, camera_transition_notifications, node_transition_notifications },
      timezone: await timeZoneOf(read, orgId),
    };
  });
  binder.bind(settings.timezone, async (call) => ({
    success: true as const,
    timezone: await setTimeZone(deps, call, call.body.timezone),
  }));
  binder.bind(settings.notifications, ({ principal }) => readSwitches(read, principal.orgId));
  binder.bind(settings.setNotifications, async (call) => {
    await setSwitches(deps, call, call.body);
    return { success: true as const };
  });
  binder.bind(settings.motionIngestion, async ({ principal }) => ({
    motion_ingestion_enabled: await isMotionIngestionOn(read, principal.orgId),
  }));
  binder.bind(settings.setMotionIngestion, async (call) => {
    await setMotionIngestion(deps, call, call.body.enabled);
    return { motion_ingestion_enabled: call.body.enabled };
  });
  binder.bind(settings.securityContact, async ({ principal }) => ({
    contact: await contactOf(deps.db, principal.orgId),
  }));
  binder.bind(settings.setSecurityContact, async (call) => ({
    contact: await setContact(deps, call, call.body.contact),
  }));
}
