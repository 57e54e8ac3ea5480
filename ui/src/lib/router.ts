import { useMemo } from "react";
import { useHash } from "./hash";

export const queues = ["all", "to_digitise", "to_forward", "due_soon", "overdue"] as const;
export type Queue = (typeof queues)[number];

/** What the journal is narrowed to, and the row it was left by; what is missing is as at first. */
export type JournalAsked = { code?: string; officer?: string; span?: string; row?: string };

/** Where the window is. The address holds it, so that nothing else has to. */
export type Route =
  | { screen: "intake" }
  | { screen: "parked" }
  | { screen: "dossiers"; queue: Queue; text: string }
  | { screen: "dossier"; id: string; pages: boolean }
  /** `of` is the dossier whose task has the focus. */
  | { screen: "sync"; of?: string }
  | ({ screen: "audit" } & JournalAsked)
  | { screen: "settings" };

export function formatRoute(route: Route): string {
  if (route.screen === "dossiers") return `/dossiers/${route.queue}?q=${encodeURIComponent(route.text)}`;
  if (route.screen === "dossier")
    return `/dossier/${encodeURIComponent(route.id)}${route.pages ? "/pages" : ""}`;
  if (route.screen === "audit") {
    const { code = "", officer = "", span = "", row = "" } = route;
    const asked = Object.entries({ code, officer, span, row }).filter(([, value]) => value !== "");
    return asked.length === 0 ? "/audit" : `/audit?${new URLSearchParams(asked)}`;
  }
  if (route.screen === "sync" && route.of) return `/sync?of=${encodeURIComponent(route.of)}`;
  return `/${route.screen}`;
}

export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.split("?");
  const [, screen, second = "", third] = path.split("/");
  if (screen === "dossiers") {
    const queue = queues.find((known) => known === second) ?? "all";
    return { screen, queue, text: new URLSearchParams(search).get("q") ?? "" };
  }
  if (screen === "dossier" && second)
    return { screen, id: decodeURIComponent(second), pages: third === "pages" };
  if (screen === "audit") {
    const { code, officer, span, row } = Object.fromEntries(new URLSearchParams(search));
    return { screen, code, officer, span, row };
  }
  if (screen === "sync") {
    const of = new URLSearchParams(search).get("of");
    return of ? { screen, of } : { screen };
  }
  if (screen === "parked" || screen === "settings") return { screen };
  return { screen: "intake" };
}

export function go(route: Route): void {
  window.location.hash = formatRoute(route);
}

/** Changes what "back" comes back to, without going anywhere. */
export function remember(route: Route): void {
  window.history.replaceState(null, "", `#${formatRoute(route)}`);
}

export function useRoute(): Route {
  const hash = useHash();
  return useMemo(() => parseRoute(hash), [hash]);
}
