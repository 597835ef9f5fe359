import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { agentKeys } from '../../../../server/contract/agents/keys.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { SelectField, TextField } from '../../../components/field.tsx';
import { agentKeysQuery } from '../agent-queries.ts';
import type { CreatedKey } from '../connect/key-source.tsx';
import { CameraField } from './camera-field.tsx';
import { type KeyDraft, keyBody, keyProblems, NAME_MOST, NEW_KEY } from './key-draft.ts';
import { ScopeField } from './scope-field.tsx';

const EXPIRIES = [
  { days: 30, text: t`After 30 days` },
  { days: 90, text: t`After 90 days` },
  { days: 365, text: t`After a year` },
  { days: null, text: t`Never` },
] as const;

interface FormProps {
  readonly onClose: () => void;
  readonly onCreated: (key: CreatedKey) => void;
}

function KeyForm({ onClose, onCreated }: FormProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<KeyDraft>(NEW_KEY);
  const [wasTried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: () => call(agentKeys.create, { body: keyBody(draft) }),
    onSuccess: ({ id, name, key }) => {
      void client.invalidateQueries({ queryKey: agentKeysQuery.queryKey });
      onCreated({ id, name, key });
    },
  });
  const found = keyProblems(draft);
  const problems = wasTried ? found : {};
  const change = (next: Partial<KeyDraft>) => setDraft({ ...draft, ...next });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(found).length === 0) create.mutate();
  };
  return (
    <form noValidate className="grid min-w-0 gap-5" onSubmit={submit}>
      <TextField
        label={t`Name`}
        placeholder={t`Claude on my laptop`}
        autoComplete="off"
        maxLength={NAME_MOST}
        value={draft.name}
        hint={t`Calls and incidents of the agent carry this name.`}
        error={problems.name}
        onChange={({ target }) => change({ name: target.value })}
      />
      <ScopeField
        mode={draft.mode}
        tools={draft.tools}
        error={problems.tools}
        onMode={(mode) => change({ mode })}
        onTools={(tools) => change({ tools })}
      />
      <CameraField
        isLimited={draft.isLimited}
        cameras={draft.cameras}
        groups={draft.groups}
        error={problems.cameras}
        onChange={change}
      />
      <SelectField
        label={t`Expires`}
        value={draft.days ?? ''}
        onChange={({ target }) => change({ days: target.value === '' ? null : Number(target.value) })}
      >
        {EXPIRIES.map(({ days, text }) => (
          <option key={text} value={days ?? ''}>
            {text}
          </option>
        ))}
      </SelectField>
      {create.isError ? <Banner tone="bad">{messageOf(create.error)}</Banner> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" busy={create.isPending}>
          <Trans>Make key</Trans>
        </Button>
      </div>
    </form>
  );
}

/** Makes a key. */
export function CreateKeyDialog(props: FormProps) {
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t`Make a key for an agent`}
      description={t`One key for each client: then you see who did what, and can end one without the others.`}
    >
      <KeyForm {...props} />
    </Dialog>
  );
}

interface ShownProps {
  readonly created: CreatedKey;
  readonly onClose: () => void;
}

/** The new key, this one time. */
export function NewKeyDialog({ created, onClose }: ShownProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Key of ${created.name}`}
      description={t`It is shown only now. Whoever has it can do what you allowed, so keep it like a password.`}
      dismissable={false}
    >
      <CopyText label={t`Key`} text={created.key} rows={2} />
      <p className="text-ink-soft">
        <Trans>The lines under “Connect a client” hold it, too, until you leave this page.</Trans>
      </p>
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        <Trans>I saved it</Trans>
      </Button>
    </Dialog>
  );
}
