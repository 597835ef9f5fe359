// First file of the desktop program. Nothing here waits at the top level: Electron is ready only after this file ran.
import { app } from 'electron';
import { join } from 'node:path';
import { loadConfigFromProcess } from '../server/config/env.ts';
import { sayCannotStart } from './app/desktop-parts.ts';
import { runDesktop } from './app/desktop.ts';
import { readLaunch } from './app/launch.ts';
import { thisMachine } from './machine/this-machine.ts';
import { runService } from './service/run-service.ts';
import { thisService } from './service/this-service.ts';
import { thisPackage } from './updates/this-package.ts';

const launch = readLaunch(process.argv.slice(1));

async function main(): Promise<void> {
  if (launch.service) {
    await runService();
    return;
  }
  await runDesktop(launch, {
    config: loadConfigFromProcess().config,
    // The compiled file lies in dist/electron.
    root: join(import.meta.dirname, '..', '..'),
    autostart: thisMachine(process.env),
    place: thisPackage(process.env),
    service: (around) => thisService(around, process.env),
  });
}

main().catch(async (error: unknown) => {
  // Nobody would see a box of a service, and it would hold the process.
  if (launch.service) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  else {
    // Linux shows no box before.
    await app.whenReady();
    sayCannotStart(error);
  }
  app.exit(1);
});
