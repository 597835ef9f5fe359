import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm, type UseFormReturn, useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import { sentinelModel, type SentinelModel } from '../../../../server/contract/agents/sentinel.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { SecretField } from '../../../components/input/secret-field.tsx';
import { Card } from '../../../components/page.tsx';
import { modelQuery, sentinelQuery } from '../sentinel-queries.ts';
import { HostNotice } from './host-notice.tsx';
import { LimitFields } from './limit-fields.tsx';
import {
  type ModelDraft,
  modelChanges,
  modelDraft,
  modelDraftSchema,
  urlAfterChoice,
} from './model-draft.ts';
import { PresetChoice } from './preset-choice.tsx';
import { presetById } from './presets.ts';

function useModelForm(stored: SentinelModel) {
  const client = useQueryClient();
  // Counts what was saved: a key typed before is gone from the page then.
  const [saves, setSaves] = useState(0);
  const form = useForm<ModelDraft>({
    resolver: zodResolver(modelDraftSchema(stored)),
    defaultValues: modelDraft(stored),
  });
  const save = useMutation({
    mutationFn: (draft: ModelDraft) => call(sentinelModel.set, { body: modelChanges(draft) }),
    onSuccess: (answer) => {
      client.setQueryData(modelQuery.queryKey, answer);
      void client.invalidateQueries({ queryKey: sentinelQuery.queryKey });
      toast.success(t`The model was saved.`);
      form.reset(modelDraft(answer));
      setSaves((count) => count + 1);
    },
  });
  return { form, save, saves };
}

interface FieldsProps {
  readonly form: UseFormReturn<ModelDraft>;
  readonly stored: SentinelModel;
}

/** What the chosen place needs, top to bottom: the first of them that is wrong gets the focus. */
function PlaceFields({ form, stored }: FieldsProps) {
  const { register, control, formState } = form;
  const { errors } = formState;
  const [id, baseUrl] = useWatch({ control, name: ['preset', 'base_url'] });
  const preset = presetById(id);
  if (preset === undefined) return null;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={t`Address`}
          type="url"
          placeholder={preset.urlExample}
          autoComplete="off"
          spellCheck={false}
          error={errors.base_url?.message}
          {...register('base_url')}
        />
        <TextField
          label={t`Model`}
          placeholder={preset.modelExample}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint={preset.modelHint}
          error={errors.model?.message}
          {...register('model')}
        />
      </div>
      <Controller
        control={control}
        name="key"
        render={({ field: { value, onChange } }) => (
          <SecretField
            label={t`API key`}
            hint={`${preset.keyHint} ${t`Stored encrypted and never shown again.`}`}
            stored={stored.has_key}
            value={value}
            onChange={onChange}
            error={errors.key?.message}
          />
        )}
      />
      <HostNotice baseUrl={baseUrl} stored={stored.base_url} />
      <LimitFields form={form} pixels={stored.image_pixels} />
    </>
  );
}

/** Which model the built-in investigator asks, and how far it may go. */
export function ModelForm({ stored }: { readonly stored: SentinelModel }) {
  const { form, save, saves } = useModelForm(stored);
  const preset = form.register('preset', {
    onChange: ({ target }: { target: { value: string } }) => {
      const url = urlAfterChoice(form.getValues('base_url'), target.value, stored);
      form.setValue('base_url', url, { shouldDirty: true });
      form.clearErrors();
    },
  });
  return (
    <Card>
      <form
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-5"
        onSubmit={(event) => void form.handleSubmit((draft) => save.mutate(draft))(event)}
      >
        <h2 className="text-base font-semibold">
          <Trans>Model</Trans>
        </h2>
        <PresetChoice field={preset} error={form.formState.errors.preset?.message} />
        <PlaceFields key={saves} form={form} stored={stored} />
        {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
        <Button
          type="submit"
          look="primary"
          className="justify-self-start"
          busy={save.isPending}
          disabled={!form.formState.isDirty}
        >
          <Trans>Save model</Trans>
        </Button>
      </form>
    </Card>
  );
}
