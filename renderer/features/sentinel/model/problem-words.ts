import { t } from '@lingui/core/macro';
import type { SentinelModel } from '../../../../server/contract/agents/sentinel.ts';

/** What keeps the stored model from working, in words; `null` when nothing does. */
export function problemWords({
  problem,
  base_url: url,
  model,
  has_key: hasKey,
}: Pick<SentinelModel, 'problem' | 'base_url' | 'model' | 'has_key'>): string | null {
  if (problem === null) return null;
  if (url === '') return t`Enter the address of the model, such as http://192.168.1.20:11434/v1.`;
  if (model === '') return t`Enter the name of the model.`;
  if (!hasKey) return t`Enter the API key of your account.`;
  return t`The saved API key can no longer be read, because the file secrets/installation.key of the data folder was replaced. Enter it again.`;
}
