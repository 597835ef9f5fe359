// Stands in for Electron: unpacks the package's app.asar to a folder without any other modules around it, and runs the
// package's main program from there on the desktop test host. Arguments: the program, its resources folder, and what the
// program was started with.
import { extractAll } from '@electron/asar';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from '../../support/desktop-host/electron/electron.ts';

const [program = '', resources = '', ...rest] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sentinel-package-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
extractAll(join(resources, 'app.asar'), folder);
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const file = join(folder, main);
// As Electron tells a packaged program where it is.
app.isPackaged = true;
Object.assign(process, { execPath: program, resourcesPath: resources, argv: [program, file, ...rest] });
await import('../../support/desktop-host/register.ts');
await import(pathToFileURL(file).href);
