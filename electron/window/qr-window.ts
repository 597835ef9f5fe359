import { BrowserWindow, dialog } from 'electron';
import { toString as drawQrCode } from 'qrcode';
import { PRODUCT_NAME } from '../app/product.ts';
import { texts } from '../texts/texts.ts';

const WIDTH = 380;
/** Of the content; the address by name takes two lines more (pixels). */
const HEIGHT = 450;
const NAME_HEIGHT = 64;

const STYLE = `
body{margin:0;padding:0 24px;height:100vh;overflow:hidden;display:flex;flex-direction:column;justify-content:center;font:15px/1.5 system-ui,sans-serif;text-align:center;background:#0b0f14;color:#e6edf3}
p{margin:0 0 16px}svg{display:block;width:260px;height:260px;margin:0 auto 16px;border-radius:12px}
b{user-select:all;word-break:break-all}small{display:block;color:#9aa7b4}`;

/**
 * The page of the window, complete in itself. The addresses hold no character that means anything in HTML. The picture
 * holds `address`, by number: old phones do not find names of the local network.
 */
export async function qrPage(address: string, localUrl?: string): Promise<string> {
  const { qr } = texts();
  const code = await drawQrCode(address, { type: 'svg', margin: 3, errorCorrectionLevel: 'M' });
  const byName =
    localUrl === undefined ? '' : `<p><small>${qr.byName}</small><b>${encodeURI(localUrl)}</b></p>`;
  return `<!doctype html><html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${qr.title}</title><style>${STYLE}</style>
<body><p>${qr.point}</p>${code}<p><b>${encodeURI(address)}</b></p>${byName}</body></html>`;
}

async function sayUnreachable(): Promise<void> {
  const { ok, qr } = texts();
  await dialog.showMessageBox({
    type: 'info',
    title: PRODUCT_NAME,
    message: qr.unreachable,
    detail: qr.unreachableAdvice,
    buttons: [ok],
  });
}

function qrWindow(hasName: boolean): BrowserWindow {
  return new BrowserWindow({
    width: WIDTH,
    height: HEIGHT + (hasName ? NAME_HEIGHT : 0),
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    autoHideMenuBar: true,
    backgroundColor: '#0b0f14',
    title: texts().qr.title,
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false },
  });
}

/** Shows the address of the local network as a picture for phones, in one window however often it is asked for. */
export class QrWindow {
  #window: BrowserWindow | undefined;

  async show(address: string | undefined, localUrl: string | undefined): Promise<void> {
    if (address === undefined) return sayUnreachable();
    const page = Buffer.from(await qrPage(address, localUrl)).toString('base64');
    const window = this.#window ?? qrWindow(localUrl !== undefined);
    this.#window = window;
    window.on('closed', () => {
      if (this.#window === window) this.#window = undefined;
    });
    await window.loadURL(`data:text/html;base64,${page}`);
    window.focus();
  }
}
