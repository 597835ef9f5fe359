import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { integrationKeys } from '../../../../server/contract/integration/integration.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { integrationKeysQuery } from './integration-queries.ts';

const NAME_MOST = 100;

/** A key that was just made, with its secret. */
export interface CreatedKey {
  readonly name: string;
  readonly key: string;
}

interface FormProps {
  readonly onClose: () => void;
  readonly onCreated: (key: CreatedKey) => void;
}

/** Makes a key. */
export function CreateKeyDialog({ onClose, onCreated }: FormProps) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [wasTried, setTried] = useState(false);
  const name = text.trim();
  const create = useMutation({
    mutationFn: () => call(integrationKeys.create, { body: { name } }),
    onSuccess: ({ name: given, key }) => {
      void client.invalidateQueries({ queryKey: integrationKeysQuery.queryKey });
      onCreated({ name: given, key });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name !== '') create.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Make a key for Home Assistant`}
      description={t`Whoever has it can see all cameras and switch their recording. One key for each Home Assistant: then you can end one without the others.`}
    >
      <form noValidate className="grid min-w-0 gap-5" onSubmit={submit}>
        <TextField
          label={t`Name`}
          placeholder={t`Home Assistant in the shop`}
          autoComplete="off"
          maxLength={NAME_MOST}
          value={text}
          hint={t`The audit log names it when recording is switched.`}
          error={wasTried && name === '' ? t`Enter a name` : undefined}
          onChange={({ target }) => setText(target.value)}
        />
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
    </Dialog>
  );
}

interface ShownProps {
  readonly created: CreatedKey;
  readonly address: string;
  readonly onClose: () => void;
}

/** The new key, this one time, with the address it goes together with. */
export function NewKeyDialog({ created, address, onClose }: ShownProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Key of ${created.name}`}
      description={t`It is shown only now. Home Assistant asks for both of these; keep the key like a password.`}
      dismissable={false}
    >
      <CopyText label={t({ message: 'Key', context: 'secret' })} text={created.key} rows={2} />
      <CopyText label={t`Server address`} text={address} />
      <Button look="primary" className="justify-self-end" onClick={onClose}>
        <Trans>I have copied it</Trans>
      </Button>
    </Dialog>
  );
}
