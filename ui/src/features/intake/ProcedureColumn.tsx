import { useState } from "react";
import { Checkbox } from "../../components/Checkbox";
import { Select } from "../../components/Select";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import { useDraft, useForm, useWrong } from "./formContext";
import { OrphanPages } from "./OrphanPages";
import { PaperPages } from "./PaperPages";
import { PapersGrid } from "./PapersGrid";
import { ProcedureChosen } from "./ProcedureChosen";
import css from "./ProcedureColumn.module.css";
import { ProcedureSearch } from "./ProcedureSearch";

/** What: the procedure, the case, each paper with its state and counts, and the pages of the paper at hand. */
export function ProcedureColumn() {
  const { procedure } = useForm();
  const draft = useDraft("procedure", "papers");
  const [paper, setPaper] = useState(0);
  const isChosen = draft.procedure !== "";
  return (
    <>
      {isChosen ? <ProcedureChosen /> : <ProcedureSearch />}
      {procedure && isChosen && <Extras />}
      <PapersGrid active={paper} onActive={setPaper} />
      <OrphanPages />
      {isChosen && <PaperPages paper={draft.papers[paper]} />}
    </>
  );
}

/** What some procedures ask besides: the case, a code of another system, a reason for taking paper. */
function Extras() {
  const t = useMessages();
  const { edit, procedure } = useForm();
  const draft = useDraft("caseIndex", "foreignCode", "foreignSystemDown");
  const wrong = useWrong();
  if (!procedure) return null;
  const cases = procedure.cases.map((one, index) => ({
    id: String(index),
    name: one.name || `${index + 1}`,
  }));
  return (
    <>
      {cases.length > 1 && (
        <Select
          label={t.intake.caseLabel}
          options={cases}
          value={String(draft.caseIndex)}
          onChange={(index) => edit({ type: "case", index: Number(index), cases: procedure.cases })}
          error={wrong("caseIndex")}
        />
      )}
      {t.intake.issuer[procedure.codeIssuer] && (
        <div className={css.issuer}>
          <p>{t.intake.issuer[procedure.codeIssuer]}</p>
          <TextField
            label={t.intake.foreignCode}
            name="foreignCode"
            mono
            value={draft.foreignCode}
            onChange={(foreignCode) => edit({ type: "set", patch: { foreignCode } })}
            error={wrong("foreignCode")}
          />
          {draft.foreignCode.trim() === "" && (
            <Checkbox
              isSelected={draft.foreignSystemDown}
              onChange={(foreignSystemDown) => edit({ type: "set", patch: { foreignSystemDown } })}
            >
              {t.intake.foreignSystemDown}
            </Checkbox>
          )}
        </div>
      )}
      {procedure.hit.problem === "no_paper" && <DirectReason />}
    </>
  );
}

const portalDown = "portal_down";

/** Why paper is taken where none is: never a dead end (counter.md 8). An outage names its incident. */
function DirectReason() {
  const t = useMessages();
  const { edit } = useForm();
  const { directReason } = useDraft("directReason");
  const wrong = useWrong();
  const [reason = "", ...incident] = directReason.split(":");
  const set = (next: string) => edit({ type: "set", patch: { directReason: next } });
  return (
    <>
      <Select
        label={t.intake.directReason}
        placeholder={t.common.choose}
        options={Object.entries(t.intake.directReasons).map(([id, name]) => ({ id, name }))}
        value={reason}
        onChange={(id) => set(id === portalDown ? `${portalDown}:` : id)}
        error={wrong("directReason")}
      />
      {reason === portalDown && (
        <TextField
          label={t.intake.incident}
          name="incident"
          placeholder={t.intake.incidentHint}
          value={incident.join(":")}
          onChange={(text) => set(`${portalDown}:${text}`)}
          error={wrong("directReason.incident")}
        />
      )}
    </>
  );
}
