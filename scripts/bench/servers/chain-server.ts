// Only for the bench: the command center with its video routes behind the Express router instead of in front of it,
// so that the two ways can be compared. Everything else is the product's own.
import express from 'express';
import { createAppContext } from '../../../server/app-context.ts';
import { authRoutes } from '../../../server/auth/auth-routes.ts';
import { cameraRoutes } from '../../../server/cameras/camera-routes.ts';
import { systemClock } from '../../../server/clock.ts';
import { loadConfigFromProcess } from '../../../server/config/env.ts';
import { streaming } from '../../../server/contract/fleet/streaming.ts';
import { expressBinder } from '../../../server/http/express-binder.ts';
import { createHttpServer } from '../../../server/http/http-server.ts';
import { createLogger } from '../../../server/log.ts';
import { nodeRoutes } from '../../../server/nodes/node-routes.ts';
import { systemRoutes } from '../../../server/system/system-routes.ts';

const { config } = loadConfigFromProcess();
const stack = new AsyncDisposableStack();
const options = { config, log: createLogger(config.logLevel), clock: systemClock };
const context = await createAppContext(options, stack);
const application = express();
application.disable('x-powered-by');
application.disable('etag');
const router = express.Router({ caseSensitive: true, strict: false });
const binder = expressBinder(router, context.binderServices);
authRoutes(binder, context.auth);
nodeRoutes(binder, context.fleet);
cameraRoutes(binder, context.fleet);
for (const endpoint of [streaming.playlist, streaming.segment])
  binder.bind(endpoint, async ({ request, response }) => {
    context.http.hotPath(request, response);
    return undefined;
  });
systemRoutes(binder, context.system);
application.use(router);
const server = createHttpServer({
  ...context.http,
  knownViewers: () => false,
  // Nodes deliver as always; only what viewers ask for takes the long way.
  hotPath: (request, response) => request.method === 'POST' && context.http.hotPath(request, response),
  application,
});
server.listen(config.port, config.host);
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void stack.disposeAsync().then(() => process.exit(0));
});
