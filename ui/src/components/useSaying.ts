import { useState } from "react";
import { toCommandError } from "../api/errors";
import { useErrorWords } from "../messages/context";
import type { Saying } from "./Said";

/** An act that says what came of it. A press while it is under way is nothing. */
export function useSaying(act: () => Promise<string>): {
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
      setSaying({ text: await act(), hasFailed: false });
    } catch (thrown) {
      setSaying({ text: words(toCommandError(thrown).view), hasFailed: true });
    }
    setBusy(false);
  };
  return { saying, isBusy, run: () => void run() };
}
