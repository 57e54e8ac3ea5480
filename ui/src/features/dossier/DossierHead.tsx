import type { DossierView } from "../../api/bindings";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Code } from "../../components/Code";
import { Icon } from "../../components/Icon";
import { useDeskActions } from "../../lib/actions";
import { dueWords, statusTone } from "../../lib/due";
import { hotkeys } from "../../lib/hotkeys";
import { useMessages } from "../../messages/context";
import css from "./Dossier.module.css";
import { Late } from "./Late";
import { OtherActs } from "./OtherActs";

/** Code, name, procedure, due, and the one act that is next; the others are under "Việc khác". */
export function DossierHead({ dossier }: { dossier: DossierView }) {
  const t = useMessages();
  const now = useNow();
  const { openForward } = useDeskActions();
  const { row } = dossier;
  const due = dueWords(row, now, t);
  const mayForward = dossier.acts.includes("forward");
  return (
    <header className={css.head}>
      <div className={css.headWords}>
        <p className={css.codeLine}>
          <Button
            look="quiet"
            size="small"
            icon={<Icon name="left" />}
            aria-label={t.common.back}
            onPress={() => window.history.back()}
          />
          <Code code={row.code} large />
          {row.provisional && <Chip tone="soon">{t.dossiers.provisional}</Chip>}
          <Chip tone={statusTone(row.status)}>{t.dossiers.status[row.status] ?? row.status}</Chip>
          {row.unsent && <Chip icon="sync">{t.dossiers.unsent}</Chip>}
        </p>
        <h2 className={css.person}>{row.person}</h2>
        <p className={css.procedure}>{row.procedure}</p>
        {dossier.holder !== "" && !dossier.heldHere && (
          <p className={css.dim}>{t.dossier.heldBy(dossier.holder)}</p>
        )}
        {dossier.alias !== "" && <p className={css.dim}>{t.dossier.alias(dossier.alias)}</p>}
      </div>
      <div className={css.headDue}>
        <p className={css.dim}>{t.dossier.due}</p>
        <p className={css.due} data-tone={due.tone}>
          {dossier.dueText || t.dossiers.noDue}
        </p>
        {dossier.lateness ? (
          <Late late={dossier.lateness} />
        ) : (
          due.tone !== "calm" && (
            <Chip tone={due.tone}>{due.tone === "soon" ? t.dossiers.queues.due_soon : due.text}</Chip>
          )
        )}
        {dossier.dueWorking !== "" && <p className={css.dim}>{dossier.dueWorking}</p>}
      </div>
      <div className={css.acts}>
        {mayForward ? (
          <Button look="main" hotkey={hotkeys.forward} onPress={() => openForward([row.id])}>
            {t.dossier.forward}
          </Button>
        ) : (
          <p className={css.dim}>
            {row.forwardedTo ? t.dossier.forwardedTo(row.forwardedTo) : t.dossier.nothingNext}
          </p>
        )}
        <OtherActs dossier={dossier} />
      </div>
    </header>
  );
}
