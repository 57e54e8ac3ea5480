// axe-core over every scene, in its themes: `npm run axe [name …]`. Contrast is judged here, by a real browser.
import { createRequire } from "node:module";
import { openFixture, wanted } from "./fixture.mjs";
import { isReady, scenes } from "./scenes.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
// An open list of suggestions hides the rest of the page from screen readers, as React Aria has it; axe takes that amiss.
const open = ["intake-search", "intake-ward", "find"];
const asked = wanted(scenes).filter(({ name }) => !open.includes(name));

const { base, browser, close } = await openFixture();
// One page for all: it keeps the modules, and a theme is changed under a scene that stands.
const page = await browser.newPage({
  viewport: { width: 1366, height: 768 },
  reducedMotion: "reduce",
});
await page.goto(base);

async function show({ name, query = "", hash = "/intake", look = {}, act }) {
  await page.evaluate((it) => localStorage.setItem("motcua.look", JSON.stringify(it)), look);
  // The name makes every address another one: of the same but for its hash nothing would be loaded anew.
  await page.goto(`${base}?scene=${name}&${query}#${hash}`);
  await isReady(page);
  await act?.(page);
  await page.addScriptTag({ path: axe });
}

async function judge(colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.waitForTimeout(200);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "best-practice"],
      rules: { region: { enabled: false } },
    }),
  );
  for (const { id, help, nodes } of violations) {
    console.log(`    ${colorScheme}: ${id} – ${help}`);
    for (const node of nodes.slice(0, 3))
      console.log(`        ${node.html.slice(0, 160)}\n        ${node.any[0]?.message ?? ""}`);
  }
  return violations.reduce((sum, { nodes }) => sum + nodes.length, 0);
}

let found = 0;
for (const [index, scene] of asked.entries()) {
  console.log(`${index + 1}/${asked.length} ${scene.name}`);
  try {
    await show(scene);
    for (const scheme of scene.schemes ?? ["light"]) found += await judge(scheme);
  } catch (error) {
    found += 1;
    console.log(`    ${error.message}`);
  }
}
await close();
console.log(found === 0 ? "axe: nothing found" : `axe: ${found} found`);
process.exitCode = found === 0 ? 0 : 1;
