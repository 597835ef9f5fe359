import { useMe } from '../../../session/session-context.ts';
import { AdminWelcome } from './admin-welcome.tsx';
import { MemberWelcome } from './member-welcome.tsx';

/** The wall before there is a camera: what to do next, or whom to ask. */
export function Welcome() {
  return useMe().is_admin ? <AdminWelcome /> : <MemberWelcome />;
}
