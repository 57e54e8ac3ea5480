import type { TimelineEntry } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";

/** Under an act without effect at the centre: that it waits there, or who refused it and what to do. */
export function NotTaken({ entry, now }: { entry: TimelineEntry; now: number }) {
  const t = useMessages();
  const { refusal, held, toDecide } = entry;
  const waits = held !== "" && toDecide;
  if (!refusal && !waits) return null;
  const way = toDecide && (
    <Button size="small" onPress={() => go({ screen: "sync" })}>
      {t.dossier.toSync}
    </Button>
  );
  return (
    <Notice tone={!toDecide ? "calm" : refusal ? "late" : "soon"} action={way}>
      {refusal ? (
        <>
          <p>{t.sync.refusedBy(refusal.officer, moment(refusal.at, now), refusal.reason)}</p>
          {toDecide && <p>{t.dossier.refusedTo}</p>}
        </>
      ) : (
        t.dossier.held(t.sync.reasons[held] ?? t.sync.reasonOther)
      )}
    </Notice>
  );
}
