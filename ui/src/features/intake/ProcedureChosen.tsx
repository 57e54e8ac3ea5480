import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { ProcedureView } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { focusSoon } from "../../lib/focusSoon";
import { useMessages } from "../../messages/context";
import { useDraft, useForm, useWrong } from "./formContext";
import css from "./ProcedureColumn.module.css";

/** The procedure chosen: its official name in full, and what limits it. */
export function ProcedureChosen() {
  const t = useMessages();
  const { edit, procedure } = useForm();
  const { procedure: code } = useDraft("procedure");
  const wrong = useWrong();
  const change = () => {
    edit({ type: "noProcedure" });
    focusSoon(() => document.querySelector<HTMLElement>("[data-procedure-search] input"));
  };
  const hit = procedure?.hit;
  const problem = hit && t.intake.procedureProblem[hit.problem];
  const error = wrong("procedure");
  return (
    <div className={css.chosen} data-wrong={error ? "" : undefined}>
      <div className={css.chosenHead}>
        <p className={css.chosenName}>{hit?.name ?? code}</p>
        <Button look="quiet" size="small" onPress={change} data-first>
          {t.intake.changeProcedure}
        </Button>
      </div>
      {hit && (
        <p className={css.hitFacts}>
          <span className={css.code}>{hit.code}</span>{" "}
          {[hit.levels.map((level) => t.intake.levels[level] ?? level).join(", "), hit.area, hit.limitText]
            .filter(Boolean)
            .join(" · ")}
          {procedure && <CatalogueNote procedure={procedure} />}
        </p>
      )}
      {(error || problem) && <Notice tone={error ? "late" : "soon"}>{error ?? problem}</Notice>}
    </div>
  );
}

/** The catalogue's own words, on demand. */
function CatalogueNote({ procedure }: { procedure: ProcedureView }) {
  const t = useMessages();
  const lines = [
    procedure.note,
    procedure.outcomes.length > 0 ? `${t.intake.outcome}: ${procedure.outcomes.join("; ")}` : "",
    procedure.legalBasis.length > 0 ? `${t.intake.legalBasis}: ${procedure.legalBasis.join("; ")}` : "",
    procedure.decision !== "" ? `${t.intake.decision}: ${procedure.decision}` : "",
  ].filter((line) => line !== "");
  if (lines.length === 0) return null;
  return (
    <>
      {"\u2002"}
      <DialogTrigger>
        <Button look="quiet" size="small" className={css.noteButton}>
          {t.intake.procedureNote}
        </Button>
        <Popover className={css.bubble} placement="bottom end">
          <Dialog className={css.note} aria-label={t.intake.procedureNote}>
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </Dialog>
        </Popover>
      </DialogTrigger>
    </>
  );
}
