import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  build: {
    manifest: true,
    target: 'es2022',
    // The map library is large on purpose and loaded only where a map is.
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: 'src/main.ts' },
  },
  css: {
    // govuk-frontend has media hacks for old browsers that the minifier takes for errors.
    lightningcss: { errorRecovery: true },
    preprocessorOptions: { scss: { quietDeps: true } },
  },
});
