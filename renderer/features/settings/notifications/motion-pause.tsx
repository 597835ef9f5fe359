import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { mailSetup } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { mailSettingsQuery } from '../mail/mail-queries.ts';

const RANGE = t`Enter whole minutes, from 1 to 1440 (a day)`;
const schema = z.object({ minutes: z.number(RANGE).int(RANGE).min(1, RANGE).max(1440, RANGE) });
type Input = z.infer<typeof schema>;

/** How long further motion of a camera waits after a mail about it, in minutes. */
export function MotionPause({ minutes }: { readonly minutes: number }) {
  const client = useQueryClient();
  const { register, handleSubmit, formState, reset } = useForm<Input>({
    resolver: zodResolver(schema),
    defaultValues: { minutes },
  });
  const save = useMutation({
    mutationFn: (input: Input) => call(mailSetup.set, { body: { motion_cooldown_minutes: input.minutes } }),
    onSuccess: (answer) => {
      client.setQueryData(mailSettingsQuery.queryKey, answer);
      reset({ minutes: answer.motion_cooldown_minutes });
      toast.success(t`Saved.`);
    },
    onError: (error) => toast.error(messageOf(error)),
  });
  return (
    <form
      noValidate
      className="grid gap-3 rounded-md bg-surface-2 p-4"
      onSubmit={(event) => void handleSubmit((input) => save.mutate(input))(event)}
    >
      <p className="max-w-prose text-ink-soft">
        <Trans>
          The first motion of a camera is mailed at once. What it sees after that waits for this time and then
          comes as one summary, so a camera sends at most two mails in it. The bell shows every motion at
          once.
        </Trans>
      </p>
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-52">
          <TextField
            label={t`Minutes until the summary`}
            type="number"
            min={1}
            max={1440}
            error={formState.errors.minutes?.message}
            {...register('minutes', { valueAsNumber: true })}
          />
        </div>
        <Button type="submit" busy={save.isPending} disabled={!formState.isDirty}>
          <Trans>Save minutes</Trans>
        </Button>
      </div>
    </form>
  );
}
