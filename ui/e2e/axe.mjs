// axe-core over every scene, in both themes: `npm run axe [name]`. Contrast is judged here, by a real browser.
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { isReady, scenes } from "./scenes.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const wanted = process.argv[2] ?? "";
const server = await createServer({
  server: { port: 5197, hmr: false, watch: null },
  logLevel: "error",
});
await server.listen();
/** Where it listens: another one may hold the port it wanted. */
const base = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
let found = 0;

// An open list of suggestions hides the rest of the page from screen readers, as React Aria has it; axe takes that amiss.
const open = ["intake-search", "intake-ward", "find"];
for (const scene of scenes.filter(({ name }) => name.includes(wanted) && !open.includes(name))) {
  for (const colorScheme of scene.schemes ?? ["light"]) {
    const page = await browser.newPage({
      viewport: { width: 1366, height: 768 },
      colorScheme,
      reducedMotion: "reduce",
    });
    if (scene.look)
      await page.addInitScript(
        (look) => localStorage.setItem("motcua.look", JSON.stringify(look)),
        scene.look,
      );
    await page.goto(`${base}?${scene.query ?? ""}#${scene.hash ?? "/intake"}`);
    await isReady(page);
    await scene.act?.(page);
    await page.waitForTimeout(200);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "best-practice"],
        rules: { region: { enabled: false } },
      }),
    );
    for (const { id, help, nodes } of violations) {
      found += nodes.length;
      console.log(`${scene.name} ${colorScheme}: ${id} – ${help}`);
      for (const node of nodes.slice(0, 3))
        console.log(`    ${node.html.slice(0, 160)}\n    ${node.any[0]?.message ?? ""}`);
    }
    await page.close();
  }
}
await browser.close();
await server.close();
console.log(found === 0 ? "axe: nothing found" : `axe: ${found} found`);
process.exitCode = found === 0 ? 0 : 1;
