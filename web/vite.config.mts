/** Builds the browser application into `dist/web`; nothing it emits points outside its own origin. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env['TINHGON_API_URL'] ?? 'http://127.0.0.1:8080';
const proxied = ['/api', '/dev', '/q'];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  // The server writes a fresh nonce over this place in every page it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined assets would be data: addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(proxied.map((path) => [path, { target: api }])) },
});
