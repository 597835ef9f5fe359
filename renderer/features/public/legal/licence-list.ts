import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { connection } from '../../../api/connection.ts';
import { UnreachableError } from '../../../api/errors.ts';

/** Made by the build from the lockfile, beside the page itself. */
const FILE = '/licences.json';

const licenceList = z.object({
  packages: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() })),
});
export type LicensedPackage = z.infer<typeof licenceList>['packages'][number];

/** Packages this installation runs or sends to browsers. Throws when the build left the list out. */
export const licencesQuery = queryOptions({
  queryKey: ['licences'],
  queryFn: async (): Promise<readonly LicensedPackage[]> => {
    const response = await fetch(FILE).catch(() => {
      connection.failed();
      throw new UnreachableError();
    });
    if (!response.ok || response.headers.get('Content-Type')?.startsWith('application/json') !== true)
      throw new Error('The list is missing. It is made when the dashboard is built: run npm run build.');
    return licenceList.parse(await response.json()).packages;
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: 1,
});

/** `MIT: 120` and so on, most frequent first. */
export function licenceCounts(
  packages: readonly LicensedPackage[],
): readonly (readonly [licence: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b));
}

/** Those whose name or licence holds `text`, in any case. */
export function matchingPackages(
  packages: readonly LicensedPackage[],
  text: string,
): readonly LicensedPackage[] {
  const wanted = text.trim().toLowerCase();
  return packages.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted));
}
