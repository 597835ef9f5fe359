import { useQuery } from '@tanstack/react-query';
import { installationQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';

/** What the server itself needs an administrator to know, one sentence each. */
export function ServerWarnings() {
  const { data } = useQuery(installationQuery);
  return data?.warnings.map(({ code, message }) => (
    <Banner key={code} tone="warn">
      {message}
    </Banner>
  ));
}
