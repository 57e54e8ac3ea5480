// The reception in a real browser with the keyboard alone, once with a card and once typed by hand: `npm run walk`.
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { cardText } from "./scenes.mjs";

/** More presses of Enter than any form has fields. */
const pressesMax = 30;
const server = await createServer({ server: { port: 5196, hmr: false, watch: null }, logLevel: "error" });
await server.listen();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

const byCard = (page) => page.keyboard.type(cardText);
const byHand = async (page) => {
  await page.keyboard.type("037188004329");
  await page.keyboard.press("Enter");
  await page.waitForSelector("input[name=name]:focus");
  await page.keyboard.type("Bùi Thị Tuyết");
};

/** Enter until the focus is on what is looked for; what was passed on the way says where it stuck. */
async function enterUntil(page, selector) {
  const passed = [];
  for (let press = 0; press < pressesMax; press += 1) {
    if ((await page.locator(selector).count()) > 0) return;
    passed.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
    await page.keyboard.press("Enter");
    await page.waitForTimeout(60);
  }
  throw new Error(`never at ${selector}; passed\n${passed.join("\n")}`);
}

let failed = 0;
for (const [name, who] of Object.entries({ "by card": byCard, "by hand": byHand })) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  try {
    await page.goto("http://localhost:5196/#/intake");
    await page.waitForSelector("input[name=first]:focus");
    await who(page);
    await page.waitForTimeout(400);
    await enterUntil(page, "[data-procedure-search] input:focus");
    await page.keyboard.type("chung thuc");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-papers] :focus");
    await enterUntil(page, "[data-conclude]:focus");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-testid=last-received]", { timeout: 5_000 });
    await page.waitForSelector("input[name=first]:focus");
    console.log(`${name}: received`);
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.message}`);
  }
  await page.close();
}
await browser.close();
await server.close();
process.exitCode = failed === 0 ? 0 : 1;
