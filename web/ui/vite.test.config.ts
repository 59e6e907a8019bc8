import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

/** Bundles the unit tests for node's own test runner: no test framework to install. */
const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));

export default defineConfig({
  build: {
    ssr: true,
    outDir: ".test",
    emptyOutDir: true,
    target: "node20",
    rollupOptions: {
      input: Object.fromEntries(tests.map((name) => [name.replace(/\.ts$/, ""), `test/${name}`])),
      output: { entryFileNames: "[name].mjs" },
    },
  },
  ssr: { noExternal: true },
});
