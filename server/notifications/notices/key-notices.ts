import type { Notice } from '../notifier.ts';
import { shortName } from './camera-notices.ts';

/** The key a notice is about, and who made or revoked it. */
export interface NoticedKey {
  readonly orgId: string;
  readonly keyId: number;
  readonly keyName: string;
  readonly actorUserId: string;
  /** How the acting person appears to others. */
  readonly actorLabel: string;
}

function metaOf({ keyId, keyName, actorUserId }: NoticedKey): Record<string, unknown> {
  return { key_id: keyId, key_name: keyName, actor_user_id: actorUserId };
}

/** An AI agent got a key. `scope` says in words what it may do. */
export function mcpKeyCreatedNotice(
  key: NoticedKey,
  { scopeMode, scope }: { readonly scopeMode: string; readonly scope: string },
): Notice {
  const { orgId, keyName, actorLabel } = key;
  return {
    orgId,
    kind: 'mcp_key_created',
    title: `New MCP API key created: ${shortName(keyName)}`,
    body: `${actorLabel} created the key '${keyName}'. It allows ${scope}. If you did not expect that, revoke it.`,
    severity: 'warning',
    link: '/mcp',
    meta: { ...metaOf(key), scope_mode: scopeMode },
  };
}

/** A key of an AI agent ended. */
export function mcpKeyRevokedNotice(key: NoticedKey): Notice {
  const { orgId, keyName, actorLabel } = key;
  return {
    orgId,
    kind: 'mcp_key_revoked',
    title: `MCP API key revoked: ${shortName(keyName)}`,
    body: `${actorLabel} revoked the key '${keyName}'. Programs that still use it are refused with 401.`,
    severity: 'info',
    link: '/admin/audit',
    meta: metaOf(key),
  };
}

/** Home Assistant got a key. */
export function integrationKeyCreatedNotice(key: NoticedKey): Notice {
  const { orgId, keyName, actorLabel } = key;
  return {
    orgId,
    kind: 'integration_key_created',
    title: `New integration key created: ${shortName(keyName)}`,
    body: `${actorLabel} created the key '${keyName}' for Home Assistant. If you did not expect that, revoke it.`,
    severity: 'warning',
    link: '/integrations',
    meta: metaOf(key),
  };
}
