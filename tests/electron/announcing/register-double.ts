// Loaded with `node --import`: from here on `electron` means the double.
import { registerHooks } from 'node:module';

const DOUBLE = new URL('../../support/electron-double.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: DOUBLE, shortCircuit: true } : next(specifier, context),
});
