// Loaded with `node --import` before the compiled desktop program: from here on `electron` means the test host, which
// is not Electron. Its windows are real Chromium windows; what belongs to the operating system is a model.
import { registerHooks } from 'node:module';

const HOST = new URL('electron/electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: HOST, shortCircuit: true } : next(specifier, context),
});

if (process.env['SENTINEL_DESKTOP_PROBE'] === '1') {
  const { answerOverChannel } = await import('./driver/probe-channel.ts');
  answerOverChannel();
}
