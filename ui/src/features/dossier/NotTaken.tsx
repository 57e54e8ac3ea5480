import type { TimelineEntry } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";

/** Under an act that has no effect at the centre: that it waits there, or who refused it and why. */
export function NotTaken({ entry, now }: { entry: TimelineEntry; now: number }) {
  const t = useMessages();
  const { refusal, held } = entry;
  if (!refusal && held === "") return null;
  const toDecide = (
    <Button size="small" onPress={() => go({ screen: "sync" })}>
      {t.sync.title}
    </Button>
  );
  return (
    <Notice tone={refusal ? "late" : "soon"} action={toDecide}>
      {refusal ? (
        <>
          <p>{t.sync.refusedBy(refusal.officer, moment(refusal.at, now), refusal.reason)}</p>
          <p>{t.dossier.refusedTo}</p>
        </>
      ) : (
        t.dossier.held(t.sync.reasons[held] ?? t.sync.reasonOther)
      )}
    </Notice>
  );
}
