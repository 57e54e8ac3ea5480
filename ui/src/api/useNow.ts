import { useDesk } from "./client";

/** The desk's own time; the machine's is never shown. */
export function useNow(): number {
  const { data: strip } = useDesk("strip", null);
  return strip?.now ?? Date.now();
}
