// The page over its fixture in a real browser: Debian's chromium, and a server on a free port.
import { chromium } from "playwright-core";
import { createServer } from "vite";

/** What was named after the command, by names or parts of them. With none, all are wanted. */
export function wanted(all) {
  const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  const isName = (word) => all.some(({ name }) => name === word);
  const fits = (name, word) => (isName(word) ? name === word : name.includes(word));
  const nobody = words.find((word) => !all.some(({ name }) => fits(name, word)));
  if (nobody) throw new Error(`nothing is called ${nobody}`);
  return all.filter(({ name }) => words.length === 0 || words.some((word) => fits(name, word)));
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
