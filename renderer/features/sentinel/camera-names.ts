import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { camerasQuery } from '../../api/queries.ts';

/** Answers the name of a camera by its id: `All cameras` for none, and says so when it was removed. */
export function useCameraName(): (id: string | null) => string {
  const { data } = useQuery(camerasQuery);
  const names = useMemo(() => new Map(data?.map(({ camera_id: id, name }) => [id, name])), [data]);
  const isLoaded = data !== undefined;
  return useCallback(
    (id) => {
      if (id === null) return t`All cameras`;
      return names.get(id) ?? (isLoaded ? t`Removed camera` : '…');
    },
    [names, isLoaded],
  );
}
