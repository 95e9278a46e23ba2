import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { findChromium } from "./scripts/chromium.js";

const excluded = ["**/node_modules/**", "**/dist/**"];
const chromium = findChromium();

/** Isolate the test pages, since browsers share WebAssembly memory only there. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

const node: TestProjectConfiguration = {
  ssr: { resolve: { conditions: ["thalweg-source", ...defaultServerConditions] } },
  test: {
    name: "node",
    environment: "node",
    include: ["{packages,examples,docs,scripts,bench,faults}/**/*.test.ts"],
    exclude: [...excluded, "**/*.browser.test.ts"],
    testTimeout: 60_000,
    setupFiles: ["scripts/property-tests.js"],
  },
};

const browser: TestProjectConfiguration = {
  server: { headers },
  optimizeDeps: { include: ["fast-check"] },
  resolve: { conditions: ["thalweg-source", ...defaultClientConditions] },
  test: {
    name: "browser",
    include: ["{packages,examples}/**/*.browser.test.ts"],
    exclude: excluded,
    testTimeout: 30_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: "chromium" }],
      provider: playwright({
        launchOptions: {
          executablePath: chromium,
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      }),
    },
  },
};

export default defineConfig({ test: { projects: chromium ? [node, browser] : [node] } });
