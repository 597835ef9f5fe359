import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { camerasQuery } from '../../api/queries.ts';
import { SelectField } from '../../components/field.tsx';

interface Props {
  /** What is said in place of a camera. */
  readonly none: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** Camera id; empty for none. */
  readonly value: string;
  readonly onChoose: (cameraId: string) => void;
}

/** One camera, or none. */
export function CameraSelect({ none, value, onChoose, ...field }: Props) {
  const { data: cameras = [] } = useQuery(camerasQuery);
  return (
    <SelectField {...field} label={t`Camera`} value={value} onChange={({ target }) => onChoose(target.value)}>
      <option value="">{none}</option>
      {cameras.map(({ camera_id: id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
