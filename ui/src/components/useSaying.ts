import { useState } from "react";
import { toCommandError } from "../api/errors";
import { useErrorWords } from "../messages/context";
import type { Saying } from "./Said";

/** An act that says what came of it, in words or as a saying of its own. A press while it is under way is nothing. */
export function useSaying(act: () => Promise<string | Saying>): {
  saying: Saying | undefined;
  isBusy: boolean;
  run: () => void;
} {
  const words = useErrorWords();
  const [saying, setSaying] = useState<Saying>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const said = await act();
      setSaying(typeof said === "string" ? { text: said, hasFailed: false } : said);
    } catch (thrown) {
      setSaying({ text: words(toCommandError(thrown).view), hasFailed: true });
    }
    setBusy(false);
  };
  return { saying, isBusy, run: () => void run() };
}
