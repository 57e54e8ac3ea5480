// Pictures of every screen over the fixture, for looking at: `npm run shots [name …]`, with `-- --all` in every size and
// theme, with `-- --at=l-dark,m-light` in just these. They go to output/, which is not committed.
import { mkdirSync } from "node:fs";
import { openFixture, wanted } from "./fixture.mjs";
import { isReady, scenes } from "./scenes.mjs";

const sizes = { s: [1093, 614], m: [1366, 768], l: [1920, 1080] };
/** Every size and both themes, whatever a scene asks for. */
const isAll = process.argv.includes("--all");
const at = process.argv.find((word) => word.startsWith("--at="))?.slice("--at=".length);

/** The sizes and themes of a scene, as `m-light`. */
function viewsOf({ shots, schemes, look }) {
  if (at) return at.split(",").filter((view) => !look || view.endsWith(`-${look.theme}`));
  const themes = isAll && !look ? ["light", "dark"] : (schemes ?? ["light"]);
  return ((!isAll && shots) || Object.keys(sizes)).flatMap((size) =>
    themes.map((theme) => `${size}-${theme}`),
  );
}

const out = new URL("../../output/ui/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });

const { base, browser, close } = await openFixture();
for (const scene of wanted(scenes)) {
  for (const view of viewsOf(scene)) {
    const [shot, scheme] = view.split("-");
    const [width, height] = sizes[shot];
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    page.on("pageerror", (error) => console.log(`${scene.name}: ${error.message}`));
    page.on(
      "console",
      (message) => message.type() === "error" && console.log(`${scene.name}: ${message.text()}`),
    );
    // The same moment as the fixture's, so that the clocks on the screen agree.
    await page.clock.setFixedTime("2026-11-23T09:41:00+07:00");
    // The shell freezes the prototypes; what breaks on that breaks here.
    await page.addInitScript(() => Object.freeze(Object.prototype));
    if (scene.look)
      await page.addInitScript(
        (look) => localStorage.setItem("motcua.look", JSON.stringify(look)),
        scene.look,
      );
    await page.goto(`${base}?${scene.query ?? ""}#${scene.hash ?? "/intake"}`);
    await isReady(page);
    await page.evaluate(() => document.fonts.ready);
    await scene.act?.(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${out}${scene.name}-${view}.png` });
    await page.close();
  }
  console.log(scene.name);
}
await close();
