import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { appVersion } from './build/app-version.config.ts';
import { bundledPackages } from './build/bundled-packages.config.ts';
import { contractAddresses } from './build/contract-addresses.config.ts';
import { firstLoad } from './build/first-load.config.ts';
import { texts } from './texts.config.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, root, 'VITE_')['VITE_API_URL'] ?? 'http://127.0.0.1:8000';
  return {
    root,
    plugins: [
      appVersion(),
      bundledPackages(),
      contractAddresses(),
      firstLoad(),
      texts(),
      react(),
      tailwindcss(),
    ],
    // A library of Clerk's forms that is left out of the installation; the forms need its place filled.
    resolve: { alias: { '@solana/wallet-adapter-react': `${root}session/clerk-wallets.ts` } },
    build: {
      outDir: '../dist/static',
      emptyOutDir: true,
      target: 'es2022',
      // Fonts and icons stay files: the content security policy allows no data: fonts.
      assetsInlineLimit: 0,
      // The sign-in service's library is one lazy chunk of 1.5 MB.
      chunkSizeWarningLimit: 1700,
    },
    server: {
      proxy: {
        '/api': { target, changeOrigin: false },
        '/ws': { target, ws: true, changeOrigin: false },
      },
    },
  };
});
