import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Response, type Router } from 'express';

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "worker-src 'self' blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

function page(title: string, head: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body}</body></html>`;
}

const SWAGGER = page(
  'Sentinel Command Center API',
  '<link rel="stylesheet" href="/api-docs/swagger-ui.css">',
  '<div id="swagger-ui"></div><script src="/api-docs/swagger-ui-bundle.js"></script><script src="/api-docs/start-swagger.js"></script>',
);

// No validator badge: it would send the address of this document to another host.
const START_SWAGGER =
  "window.SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', validatorUrl: null, deepLinking: true });";

const REDOC = page(
  'Sentinel Command Center API reference',
  '<style>body{margin:0}[alt="redocly logo"],a[href*="redocly.com"]{display:none!important}</style>',
  '<div id="redoc"></div><script src="/api-docs/redoc.standalone.js"></script><script src="/api-docs/start-redoc.js"></script>',
);

const START_REDOC =
  "window.Redoc.init('/api/openapi.json', { disableSearch: true, hideDownloadButton: false }, document.getElementById('redoc'));";

/** The reader's own logo would be fetched from another host; nothing stands in its place. */
const REDOC_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const NO_PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

function sendText(response: Response, type: string, text: string): void {
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Content-Security-Policy', POLICY);
  response.end(text);
}

/** The API document, which is made when it is first asked for, and its two readers, all from bundled files. */
export function apiDocs(router: Router, document: () => object, assets: string | undefined): void {
  let text: string | undefined;
  router.get('/api/openapi.json', (_request, response) => {
    text ??= JSON.stringify(document());
    sendText(response, 'application/json', text);
  });
  router.get('/api-docs', (_request, response) => sendText(response, 'text/html', SWAGGER));
  router.get('/api-docs/start-swagger.js', (_request, response) =>
    sendText(response, 'text/javascript', START_SWAGGER),
  );
  router.get('/api-redoc', (_request, response) => sendText(response, 'text/html', REDOC));
  router.get('/api-docs/start-redoc.js', (_request, response) =>
    sendText(response, 'text/javascript', START_REDOC),
  );
  if (assets !== undefined) {
    let script: Promise<string> | undefined;
    router.get('/api-docs/redoc.standalone.js', async (_request, response) => {
      script ??= readFile(join(assets, 'redoc.standalone.js'), 'utf8').then((text) =>
        text.replaceAll(REDOC_LOGO, NO_PICTURE),
      );
      sendText(response, 'text/javascript', await script);
    });
    router.use('/api-docs', express.static(assets, { index: false, redirect: false, maxAge: 300_000 }));
  }
}
