import { useRef } from "react";
import { useLandmark } from "react-aria/useLandmark";
import { Link } from "react-aria-components";
import type { StripView } from "../api/bindings";
import { useDesk } from "../api/client";
import { Icon, type IconName } from "../components/Icon";
import { Kbd } from "../components/Kbd";
import { Mark } from "../components/Mark";
import { cx } from "../lib/class";
import { hotkeys } from "../lib/hotkeys";
import { count } from "../lib/number";
import { audits } from "../lib/roles";
import { formatRoute, type Queue, type Route } from "../lib/router";
import { useMessages } from "../messages/context";
import css from "./Rail.module.css";

type Entry = {
  id: "intake" | "parked" | "to_digitise" | "to_forward" | "dossiers" | "sync" | "audit" | "settings";
  icon: IconName;
  route: Route;
  hotkey?: string;
  /** What needs a person there; what goes by itself is said in the strip. */
  countOf?: (strip: StripView) => number;
  /** Only for these roles. */
  roles?: readonly string[];
};

const list = (queue: Queue): Route => ({ screen: "dossiers", queue, text: "" });

const entries: Entry[] = [
  { id: "intake", icon: "intake", route: { screen: "intake" }, hotkey: hotkeys.intake },
  { id: "parked", icon: "parked", route: { screen: "parked" }, countOf: ({ parked }) => parked },
  {
    id: "to_digitise",
    icon: "digitise",
    route: list("to_digitise"),
    countOf: ({ toDigitise }) => toDigitise,
  },
  { id: "to_forward", icon: "forward", route: list("to_forward"), countOf: ({ toForward }) => toForward },
  { id: "dossiers", icon: "dossiers", route: list("all") },
  { id: "sync", icon: "sync", route: { screen: "sync" }, countOf: ({ tasks }) => tasks },
  { id: "audit", icon: "journal", route: { screen: "audit" }, roles: audits },
  { id: "settings", icon: "settings", route: { screen: "settings" } },
];

/** Where one can go, with what waits there. An entry exists when what it opens works. */
export function Rail({ route, onKeys }: { route: Route; onKeys: () => void }) {
  const t = useMessages();
  const { data: strip } = useDesk("strip", null);
  const { data: state } = useDesk("app_state", null);
  const role = state?.session?.role ?? "";
  const rail = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: "navigation", "aria-label": t.frame.navigation }, rail);
  return (
    <nav {...landmarkProps} ref={rail} className={css.rail}>
      <div className={css.brand}>
        <Mark />
        <span>{t.product}</span>
      </div>
      <ul className={css.entries}>
        {entries
          .filter(({ roles }) => roles?.includes(role) ?? true)
          .map((entry) => (
            <li key={entry.id}>
              <Link
                href={`#${formatRoute(entry.route)}`}
                className={cx(css.entry, isCurrent(entry.route, route) && css.current)}
                aria-current={isCurrent(entry.route, route) ? "page" : undefined}
              >
                <Icon name={entry.icon} size={1.3} />
                <span className={css.name}>{t.screens[entry.id]}</span>
                {entry.hotkey && <Kbd keys={entry.hotkey} />}
                <Count of={strip && entry.countOf?.(strip)} />
              </Link>
            </li>
          ))}
      </ul>
      <Link className={cx(css.entry, css.help)} onPress={onKeys}>
        <span className={css.name}>{t.frame.keysTitle}</span>
        <Kbd keys={hotkeys.keys} />
      </Link>
    </nav>
  );
}

function Count({ of }: { of: number | undefined }) {
  if (!of) return null;
  return <span className={css.count}>{count(of)}</span>;
}

function isCurrent(entry: Route, route: Route): boolean {
  if (entry.screen !== "dossiers") return entry.screen === route.screen;
  if (route.screen === "dossier") return entry.queue === "all";
  if (route.screen !== "dossiers") return false;
  const isOwnEntry = route.queue === "to_digitise" || route.queue === "to_forward";
  return isOwnEntry ? entry.queue === route.queue : entry.queue === "all";
}
