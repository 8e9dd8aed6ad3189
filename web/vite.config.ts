import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The server that `npm run dev` asks; start one with `make up`. */
const SERVER = process.env.EVERLOOP_URL ?? "http://127.0.0.1:8700";
const asked = Object.fromEntries(["/api", "/media", "/config.json"].map((path) => [path, { target: SERVER }]));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { host: "127.0.0.1", port: 5173, proxy: asked },
  build: {
    outDir: fileURLToPath(new URL("../layers/core/python/everloop/site", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  worker: { format: "es" },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
