import { queryOptions } from '@tanstack/react-query';
import { mailSetup } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { KEYS } from '../../../api/queries.ts';

export const mailSettingsQuery = queryOptions({
  queryKey: [KEYS.settings, 'mail'],
  queryFn: () => call(mailSetup.get),
});

export const linkAddressQuery = queryOptions({
  queryKey: [KEYS.settings, 'link-address'],
  queryFn: () => call(mailSetup.linkAddress),
});
