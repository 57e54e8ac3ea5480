import { lazy } from "react";
import { Intake } from "../features/intake/Intake";
import type { LastReceived } from "../features/intake/last";
import type { Route } from "../lib/router";

const Dossiers = lazy(async () => ({ default: (await import("../features/dossiers/Dossiers")).Dossiers }));
const Dossier = lazy(async () => ({ default: (await import("../features/dossier/Dossier")).Dossier }));
const Parked = lazy(async () => ({ default: (await import("../features/parked/Parked")).Parked }));
const Sync = lazy(async () => ({ default: (await import("../features/sync/Sync")).Sync }));
const Audit = lazy(async () => ({ default: (await import("../features/audit/Audit")).Audit }));
const Settings = lazy(async () => ({ default: (await import("../features/settings/Settings")).Settings }));

type Props = { route: Route; last: LastReceived | null; onLast: (last: LastReceived | null) => void };

/** The screen of a route. */
export function Screen({ route, last, onLast }: Props) {
  switch (route.screen) {
    case "intake":
      return <Intake last={last} onLast={onLast} />;
    case "parked":
      return <Parked />;
    case "dossiers":
      return <Dossiers key={`${route.queue} ${route.text}`} queue={route.queue} text={route.text} />;
    case "dossier":
      return <Dossier key={route.id} id={route.id} startAtPages={route.pages} />;
    case "sync":
      return <Sync of={route.of} />;
    case "audit":
      return <Audit route={route} />;
    case "settings":
      return <Settings />;
  }
}
