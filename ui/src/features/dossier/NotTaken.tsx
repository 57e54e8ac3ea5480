import type { TimelineEntry } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { reasonOf } from "../../messages/reason";
import css from "./Dossier.module.css";

type Props = { dossier: string; entry: TimelineEntry; now: number };

/** Under an act without effect at the centre: that it waits there, or who refused it and what to do. */
export function NotTaken({ dossier, entry, now }: Props) {
  const t = useMessages();
  const { refusal, held, toDecide } = entry;
  const waits = held !== "" && toDecide;
  if (!refusal && !waits) return null;
  const tone = !toDecide ? "calm" : refusal ? "late" : "soon";
  return (
    <div className={css.notTaken}>
      <Notice tone={tone}>
        {refusal ? (
          <>
            <p>{t.sync.refusedBy(refusal.officer, moment(refusal.at, now), refusal.reason)}</p>
            {toDecide && <p>{t.dossier.refusedTo}</p>}
          </>
        ) : (
          <p>{t.dossier.held(reasonOf(held, t))}</p>
        )}
        {toDecide && (
          <Button size="small" onPress={() => go({ screen: "sync", of: dossier })}>
            {t.dossier.toSync}
          </Button>
        )}
      </Notice>
    </div>
  );
}
