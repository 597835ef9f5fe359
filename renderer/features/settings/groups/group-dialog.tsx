import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { groups } from '../../../../server/contract/fleet/groups.ts';
import { bodySchema } from '../../../api/body-schema.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { groupsQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { GROUP_ICONS, GroupIcon, GroupMark } from '../../../components/data/group-mark.tsx';

const schema = bodySchema(groups.create);
type Input = z.input<typeof schema>;

const COLORS = [
  ['#22c55e', t`Green`],
  ['#3b82f6', t`Blue`],
  ['#f59e0b', t`Amber`],
  ['#ef4444', t`Red`],
  ['#a855f7', t`Purple`],
  ['#14b8a6', t`Teal`],
  ['#ec4899', t`Pink`],
  ['#64748b', t`Grey`],
] as const;

/** A new group: name, colour and icon. */
export function GroupDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit, formState, control } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { name: '', color: COLORS[0][0], icon: GROUP_ICONS[0]?.icon },
  });
  const [name, color, icon] = useWatch({ control, name: ['name', 'color', 'icon'] });
  const create = useMutation({
    mutationFn: (body: Input) => call(groups.create, { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: groupsQuery.queryKey });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t`New group`}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => void handleSubmit((body) => create.mutate(body))(event)}
      >
        <div className="flex items-end gap-3">
          <GroupMark name={name} icon={icon ?? ''} color={color ?? ''} />
          <div className="min-w-0 flex-1">
            <TextField
              label={t`Name`}
              placeholder={t`Shop floor`}
              autoComplete="off"
              maxLength={100}
              error={formState.errors.name?.message}
              {...register('name')}
            />
          </div>
        </div>
        <fieldset className="grid gap-1.5">
          <legend className="pb-1.5 text-sm font-medium">
            <Trans>Colour</Trans>
          </legend>
          <div className="flex flex-wrap gap-2">
            {COLORS.map(([value, title]) => (
              <label
                key={value}
                title={title}
                className="grid size-10 place-items-center rounded-sm border border-transparent has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  value={value}
                  aria-label={title}
                  className="sr-only"
                  {...register('color')}
                />
                <span aria-hidden="true" className="size-7 rounded-full" style={{ backgroundColor: value }} />
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset className="grid gap-1.5">
          <legend className="pb-1.5 text-sm font-medium">
            <Trans>Icon</Trans>
          </legend>
          <div className="flex flex-wrap gap-2">
            {GROUP_ICONS.map(({ icon: value, title }) => (
              <label
                key={value}
                title={title}
                className="grid size-10 place-items-center rounded-sm border border-transparent bg-surface-2 text-lg has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  value={value}
                  aria-label={title}
                  className="sr-only"
                  {...register('icon')}
                />
                <GroupIcon icon={value} size={20} />
              </label>
            ))}
          </div>
        </fieldset>
        {create.isError ? <Banner tone="bad">{messageOf(create.error)}</Banner> : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            <Trans>Create group</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
