import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';

interface Props {
  /** What is stored now; empty for none. */
  readonly value: string;
  readonly check: z.ZodType<string, string>;
  readonly label: string;
  readonly placeholder: string;
  readonly hint: string;
  readonly button: string;
  /** Stores it; answers what is stored then. */
  readonly onSave: (address: string) => Promise<string>;
}

/** One web address that is saved by itself. */
export function AddressForm({ value, check, label, placeholder, hint, button, onSave }: Props) {
  const { register, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(z.object({ address: check })),
    defaultValues: { address: value },
  });
  const save = useMutation({
    mutationFn: (address: string) => onSave(address),
    onSuccess: (address) => reset({ address }),
  });
  return (
    <form
      noValidate
      className="grid max-w-xl gap-3"
      onSubmit={(event) => void handleSubmit(({ address }) => save.mutate(address))(event)}
    >
      <TextField
        label={label}
        type="url"
        placeholder={placeholder}
        autoCapitalize="none"
        spellCheck={false}
        hint={hint}
        error={formState.errors.address?.message}
        {...register('address')}
      />
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
      <Button
        type="submit"
        className="justify-self-start"
        busy={save.isPending}
        disabled={!formState.isDirty}
      >
        {button}
      </Button>
    </form>
  );
}
