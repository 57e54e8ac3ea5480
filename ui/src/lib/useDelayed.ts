import { useEffect, useState } from "react";

/** A value once it has been still for a while: typing is not searched letter by letter. */
export function useDelayed<T>(value: T, delayMs = 150): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
