import { dialog, shell } from 'electron';
import { writeFileSync } from 'node:fs';
import { PRODUCT_NAME } from '../app/product.ts';
import { texts } from '../texts/texts.ts';
import type { ServiceAction } from './service-plan.ts';

/** Asks before anything is done with more rights; the whole script can be read first. `file` is where it is written. */
export async function agreesTo(action: ServiceAction, script: string, file: string): Promise<boolean> {
  const { service } = texts();
  const { message, detail, button } = service[action];
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: PRODUCT_NAME,
      message,
      detail: `${detail}\n\n${service.next}`,
      buttons: [button, service.showScript, service.cancel],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (response !== 1) return response === 0;
    writeFileSync(file, script, { mode: 0o600 });
    await shell.openPath(file);
  }
}
