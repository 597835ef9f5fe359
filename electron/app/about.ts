import { app } from 'electron';
import { PRODUCT_NAME } from './product.ts';

/** Fills the system's own About box. */
export function setupAbout(version: string): void {
  app.setAboutPanelOptions({
    applicationName: PRODUCT_NAME,
    applicationVersion: version,
    version: '',
    copyright: 'Apache License 2.0',
  });
}
