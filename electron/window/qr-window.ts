import { BrowserWindow, dialog } from 'electron';
import { toString as drawQrCode } from 'qrcode';
import { PRODUCT_NAME } from '../app/product.ts';

const WIDTH = 380;
const HEIGHT = 520;

/**
 * The page of the window, complete in itself. The addresses hold no character that means anything in HTML. The picture
 * holds `address`, by number: old phones do not find names of the local network.
 */
export async function qrPage(address: string, localUrl?: string): Promise<string> {
  const code = await drawQrCode(address, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  const byName = localUrl === undefined ? '' : `<p>or <b>${encodeURI(localUrl)}</b></p>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Open on a phone</title>
<style>body{margin:0;padding:24px;font:16px system-ui;text-align:center;background:#fff;color:#111}
svg{width:280px;height:280px}p{margin:8px 0}b{user-select:all;word-break:break-all}</style>
<body><p>Point a phone in the same network here.</p>${code}<p><b>${encodeURI(address)}</b></p>${byName}</body></html>`;
}

/** Shows the address of the local network as a picture for phones. */
export async function showQrCode(address: string | undefined, localUrl: string | undefined): Promise<void> {
  if (address === undefined) {
    await dialog.showMessageBox({
      type: 'info',
      title: PRODUCT_NAME,
      message: 'Phones cannot reach this computer now.',
      detail: 'It is in no network, or the server does not run. Connect it to the network your phone is in.',
      buttons: ['OK'],
    });
    return;
  }
  const window = new BrowserWindow({
    width: WIDTH,
    height: HEIGHT,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    autoHideMenuBar: true,
    title: 'Open on a phone',
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false },
  });
  await window.loadURL(
    `data:text/html;base64,${Buffer.from(await qrPage(address, localUrl)).toString('base64')}`,
  );
}
