import { doctor as endpoints, DOCTOR_KEY_HEADER } from '../contract/doctor.ts';
import { AppError } from '../http/app-error.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import type { InstallationSecret } from '../secrets/installation-secret.ts';
import type { Doctor } from './doctor-service.ts';
import { isLocalDoctorKey } from './local-key.ts';

export interface DoctorRoutesDeps {
  readonly doctor: Pick<Doctor, 'run'>;
  readonly secret: InstallationSecret;
}

/** Binds the doctor: for administrators about their organization, for the command of this computer about all. */
export function doctorRoutes(binder: RouteBinder, { doctor, secret }: DoctorRoutesDeps): void {
  binder.bind(endpoints.run, ({ principal }) => doctor.run({ orgId: principal.orgId }));
  binder.bind(endpoints.runHere, ({ request }) => {
    const key = request.headers[DOCTOR_KEY_HEADER];
    if (!isLocalDoctorKey(secret, typeof key === 'string' ? key : undefined))
      throw AppError.plain(404, 'Not Found');
    return doctor.run({ orgId: undefined });
  });
}
