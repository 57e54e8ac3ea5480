import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useLandmark } from "react-aria/useLandmark";
import type { AppState } from "../api/bindings";
import { lock } from "../api/session";
import { ForwardDialog } from "../features/forward/ForwardDialog";
import type { LastReceived } from "../features/intake/last";
import { PrintJobsDialog } from "../features/printing/PrintJobsDialog";
import { ReprintDialog } from "../features/printing/ReprintDialog";
import { type DeskActions, DeskActionsContext } from "../lib/actions";
import { useHotkey } from "../lib/hotkeys";
import { formatRoute, go, useRoute } from "../lib/router";
import { useMessages } from "../messages/context";
import css from "./Frame.module.css";
import { Header } from "./Header";
import { KeysDialog } from "./KeysDialog";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import { Screen } from "./Screen";
import { StatusStrip } from "./StatusStrip";
import { useIdleLock } from "./useIdleLock";

/** After a change of screen the focus may be nowhere this long. */
const lostFocusMs = 60;
/** The longest an office may leave its screens open. */
const idleMinutesMax = 60;

type Over =
  | { what: "nothing" | "keys" | "palette" | "printJobs" }
  | { what: "forward"; dossiers?: readonly string[] | undefined }
  | { what: "reprint"; dossier: string; code: string };

/** The frame at work: rail, header, screen, strip, and what may open over them. */
export function Frame({ state }: { state: AppState }) {
  const t = useMessages();
  const route = useRoute();
  const [over, setOver] = useState<Over>({ what: "nothing" });
  const [last, setLast] = useState<LastReceived | null>(null);
  const close = () => setOver({ what: "nothing" });
  const actions = useMemo<DeskActions>(
    () => ({
      openForward: (dossiers) => setOver({ what: "forward", dossiers }),
      openReprint: (dossier, code) => setOver({ what: "reprint", dossier, code }),
      openPrintJobs: () => setOver({ what: "printJobs" }),
    }),
    [],
  );
  const openKeys = () => setOver({ what: "keys" });
  useHotkey("keys", openKeys);
  useHotkey("palette", () => setOver({ what: "palette" }));
  useHotkey("intake", () => go({ screen: "intake" }));
  useHotkey("forward", () => actions.openForward());
  useHotkey("lock", () => void lock());
  useIdleLock(state.session?.idleLockMinutes ?? idleMinutesMax);
  const work = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: "main", "aria-label": t.frame.work }, work);
  return (
    <DeskActionsContext value={actions}>
      <div className={css.frame}>
        <Rail route={route} onKeys={openKeys} />
        <div className={css.column}>
          <Header route={route} state={state} />
          <main {...landmarkProps} ref={work} tabIndex={-1} className={css.work}>
            <Suspense fallback={null}>
              <Screen route={route} last={last} onLast={setLast} />
              <FocusKept key={formatRoute(route)} />
            </Suspense>
          </main>
        </div>
        <StatusStrip label={state.desk?.label ?? ""} />
      </div>
      <KeysDialog isOpen={over.what === "keys"} onClose={close} />
      <Palette
        role={state.session?.role ?? ""}
        isOpen={over.what === "palette"}
        onClose={close}
        onKeys={openKeys}
      />
      {over.what === "forward" && <ForwardDialog dossiers={over.dossiers} onClose={close} />}
      {over.what === "reprint" && <ReprintDialog dossier={over.dossier} code={over.code} onClose={close} />}
      {over.what === "printJobs" && <PrintJobsDialog onClose={close} />}
    </DeskActionsContext>
  );
}

/** The next Tab after a change of screen begins in that screen, unless something on it took the focus itself. */
function FocusKept() {
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = document.activeElement;
      if (!now?.isConnected || now === document.body) document.querySelector("main")?.focus();
    }, lostFocusMs);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
