import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src',
  server: {
    // Vite listens on localhost; `true` opens the preview to everybody who can reach this machine.
    host: true,
    port: 5180,
  },
  build: { outDir: '../dist' },
});
