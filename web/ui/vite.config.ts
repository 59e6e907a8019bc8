import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** The catalogue is shared with the server; the page takes only the words it can show itself. */
const OURS = /^(ui|point|value|action|part|serve|class)\.|^(ticket\.(impact|urgency|type)|promise\.(?!note)|report\.\w+$|paper\.class$)/;

function catalogue(): Plugin {
  return {
    name: "catalogue",
    enforce: "pre",
    load(id) {
      if (!/locale\/[\w-]+\.json$/.test(id)) return null;
      const all = JSON.parse(readFileSync(id, "utf8")) as Record<string, string>;
      const ours = Object.entries(all).filter(([key]) => OURS.test(key));
      return { code: `export default ${JSON.stringify(Object.fromEntries(ours))}`, moduleType: "js" };
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [catalogue()],
  server: { proxy: { "/api": { target: "http://127.0.0.1:8090", ws: true }, "/mock": "http://127.0.0.1:8090" } },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    // The server's policy is default-src 'self': nothing may be inlined as data: or as a script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
