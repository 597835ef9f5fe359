import { endpoint } from './endpoint.ts';

export const metrics = {
  /**
   * Prometheus text. Without an administrator's session it names nobody and nothing; with one, cameras and nodes of
   * that person's organization are told apart.
   */
  read: endpoint({
    method: 'GET',
    path: '/metrics',
    access: 'public',
    tag: 'system',
    limit: { max: 120, per: 'minute' },
    summary: 'Figures for Prometheus; cameras and nodes by name only for an administrator',
    produces: 'text/plain',
  }),
};
