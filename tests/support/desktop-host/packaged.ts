// Loaded after the test host: the program finds itself as an installed one does, beside its resources.
import { app } from './electron/application.ts';

Object.assign(app, { isPackaged: true });
Object.assign(process, { resourcesPath: process.env['SENTINEL_DESKTOP_RESOURCES'] });
