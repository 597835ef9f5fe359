import { t } from '@lingui/core/macro';
import { systemDiagram } from '../../diagrams/system.ts';
import { code, type Content, figure, heading, list, note, table, text, warning } from '../../text/block.ts';

export const content: Content = [
  text(t`Everything happens on your own network. One computer listens on one port; the others come to it.`),
  figure(systemDiagram),
  heading('which-address', t`Which address`),
  text(
    t({
      message:
        'Use the address of this server on your network, the one the start prints under *On other devices*. `127.0.0.1` works only on the server itself. Give the server a fixed address in your router, or everybody loses it when it changes.',
    }),
  ),
  text(
    t({
      message:
        'Many devices also find the server by name: the name of its computer with `.local` behind it, which stays when the address changes. It is told in private networks only. `SENTINEL_MDNS=off` switches that off.',
    }),
  ),
  text(
    t`For a phone or tablet nothing has to be typed: *Open on your phone* in the menu behind your name shows the address as a code for its camera. The menu of the desktop program has the same.`,
  ),
  heading('open-one-port', t`Open one port`),
  text(
    t({
      message:
        'Let other devices in on **TCP %port%**, or on the number you gave `PORT`. Nodes need no open port, except when you play their recordings here, see [LAN streaming](/docs/recording#switch-on-lan-streaming).',
    }),
  ),
  table(
    [t`System`, t`Command`],
    [t`Linux with ufw`, '`sudo ufw allow 8000/tcp`'],
    [
      t`Linux with firewalld`,
      '`sudo firewall-cmd --permanent --add-port=8000/tcp && sudo firewall-cmd --reload`',
    ],
    [
      t`Windows, as administrator`,
      '`netsh advfirewall firewall add rule name="Sentinel" dir=in action=allow protocol=TCP localport=8000`',
    ],
    [t`macOS`, t({ message: 'Allow incoming connections for `node` when you are asked' })],
  ),
  text(
    t({ message: 'To check, open this on the other device, with your own address. It answers `healthy`:' }),
  ),
  code('http://192.168.1.20:8000/api/health'),
  heading('names', t`Names`),
  text(
    t({
      message:
        'Browsers are answered only under names that are really ours: the addresses and the name of this computer, and what you list in `SENTINEL_ALLOWED_HOSTS`. Any other name gets a 421. Without this rule a foreign website could point its own name here and look through your cameras with your browser.',
    }),
  ),
  heading('why-plain-http', t`Why plain http`),
  text(
    t`A node trusts only the public certificate authorities built into it. It refuses self-signed certificates, and no setting changes that. So there are two ways that work:`,
  ),
  list(
    t({ message: '**Plain http://** inside a network you trust. This is the normal one.' }),
    t({
      message:
        '**https:// with a publicly trusted certificate** for a real domain name, from a reverse proxy in front of this server. List the proxy in `TRUSTED_PROXIES`, let WebSockets through, and do not redirect nodes from `http://`.',
    }),
  ),
  warning(
    t`Over plain http anybody who can read your network’s traffic can read video and keys. Keep cameras on a network of their own if strangers use yours. Guest Wi-Fi usually keeps devices apart, which is good here.`,
  ),
  heading('from-outside', t`From outside`),
  text(
    t`Never forward the port to the internet as it is. Use a VPN to your network: then phone and laptop are at home wherever they are, and the address stays the same.`,
  ),
  note(
    t({
      message:
        'Behind a proxy, create the owner before you put the proxy in front: one that adds no `X-Forwarded-For` looks like somebody who sits at this computer.',
    }),
  ),
];
