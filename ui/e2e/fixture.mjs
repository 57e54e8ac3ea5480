// The page over its fixture in a real browser: Debian's chromium, and a server on a free port.
import { chromium } from "playwright-core";
import { createServer } from "vite";

/** What was named after the command: parts of names. With none, all are wanted. */
export function wanted(all) {
  const parts = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  return all.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
}

export async function openFixture() {
  const server = await createServer({
    server: { port: 5196, hmr: false, watch: null },
    logLevel: "error",
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  // Another one may hold the port it wanted.
  return { base: server.resolvedUrls.local[0], browser, close };
}
