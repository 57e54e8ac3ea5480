import { useEffect } from "react";
import { lock } from "../api/session";

const lookEveryMs = 5_000;
/** Looks that lie further apart than this: the machine has slept. */
const sleptMs = 120_000;
const signsOfLife = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Locks the screen after so many minutes without a key or a pointer, and when the machine wakes up. */
export function useIdleLock(minutes: number) {
  useEffect(() => {
    let seen = Date.now();
    let looked = seen;
    const isAlive = () => {
      seen = Date.now();
    };
    const look = () => {
      const now = Date.now();
      const hasSlept = now - looked > sleptMs;
      looked = now;
      if (!hasSlept && now - seen < minutes * 60_000) return;
      seen = now;
      void lock();
    };
    const timer = setInterval(look, lookEveryMs);
    for (const sign of signsOfLife) addEventListener(sign, isAlive, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signsOfLife) removeEventListener(sign, isAlive, { capture: true });
    };
  }, [minutes]);
}
