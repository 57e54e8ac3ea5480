// What an officer does with the keyboard alone, in a real browser: `npm run walk [name …]`.
import { openFixture, wanted } from "./fixture.mjs";
import { walks } from "./walks.mjs";

const { base, browser, close } = await openFixture();
let failed = 0;
for (const { name, at, walk } of wanted(walks)) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  try {
    await page.goto(`${base}${at}`);
    await walk(page);
    console.log(`${name}: done`);
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.message}`);
  }
  await page.close();
}
await close();
process.exitCode = failed === 0 ? 0 : 1;
