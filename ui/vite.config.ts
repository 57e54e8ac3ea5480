import { readFileSync } from "node:fs";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** What pdf.js asks for by name while it draws: decoders for scans, and the fonts that no system has. */
const pdfFiles = [
  "wasm/jbig2_nowasm_fallback.js",
  "wasm/LICENSE_JBIG2",
  "wasm/LICENSE_PDFJS_JBIG2",
  "wasm/openjpeg_nowasm_fallback.js",
  "wasm/LICENSE_OPENJPEG",
  "wasm/LICENSE_PDFJS_OPENJPEG",
  "standard_fonts/FoxitDingbats.pfb",
  "standard_fonts/FoxitSymbol.pfb",
  "standard_fonts/LICENSE_FOXIT",
];

const pdf: Plugin = {
  name: "pdf",
  generateBundle() {
    for (const file of pdfFiles) {
      const source = readFileSync(`node_modules/pdfjs-dist/${file}`);
      this.emitFile({ type: "asset", fileName: `pdf/${file}`, source });
    }
  },
};

// The window's own content security policy allows no inline data, so nothing is inlined.
export default defineConfig({
  plugins: [react(), { ...optimizeLocales.vite({ locales: ["en-US"] }), enforce: "pre" as const }, pdf],
  worker: { format: "es" },
  build: { target: ["safari17", "chrome120"], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  // Prepared at start: found later, it would make the page load again in the midst of work.
  optimizeDeps: { include: ["pdfjs-dist/legacy/build/pdf.mjs"] },
  clearScreen: false,
  test: {
    environment: "happy-dom",
    setupFiles: ["test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    testTimeout: 20_000,
  },
});
