import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const tag = 'install';

export const install = {
  script: endpoint({
    method: 'GET',
    path: '/install.sh',
    access: 'public',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Installs the node program on Linux and macOS',
    produces: 'text/x-shellscript',
  }),
  agentSetupShell: endpoint({
    method: 'GET',
    path: '/mcp-setup.sh',
    access: 'public',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Connects AI clients on Linux and macOS to this server',
    produces: 'text/x-shellscript',
  }),
  agentSetupPowerShell: endpoint({
    method: 'GET',
    path: '/mcp-setup.ps1',
    access: 'public',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Connects AI clients on Windows to this server',
    produces: 'text/plain',
  }),
  download: endpoint({
    method: 'GET',
    path: '/downloads/{os}/{arch}',
    access: 'public',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Leads to the newest node program for a system (linux, macos, windows) and processor',
    params: z.object({ os: z.string(), arch: z.string() }),
    successStatus: 302,
    produces: 'application/octet-stream',
  }),
};
