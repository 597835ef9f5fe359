// Stands in for Electron: unpacks the package's app.asar to a folder without any other modules around it, and runs the
// server from there on plain Node. Arguments: the package's resources folder; what follows is for Electron alone.
import { extractAll } from '@electron/asar';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const resources = process.argv[2] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'sentinel-package-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
extractAll(join(resources, 'app.asar'), folder);
const server = join(folder, 'dist', 'server', 'cli.js');
process.argv = [process.execPath, server, 'serve'];
await import(pathToFileURL(server).href);
