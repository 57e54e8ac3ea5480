// What an officer does with the keyboard alone, in a real browser: `npm run walk [name]`.
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { walks } from "./walks.mjs";

const wanted = process.argv[2] ?? "";
const server = await createServer({ server: { port: 5196, hmr: false, watch: null }, logLevel: "error" });
await server.listen();
const { port } = server.httpServer.address();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

let failed = 0;
for (const { name, at, walk } of walks.filter((one) => one.name.includes(wanted))) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  try {
    await page.goto(`http://localhost:${port}/${at}`);
    await walk(page);
    console.log(`${name}: done`);
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.message}`);
  }
  await page.close();
}
await browser.close();
await server.close();
process.exitCode = failed === 0 ? 0 : 1;
