import { useState } from "react";
import type { QuoteView } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/Checkbox";
import { Notice } from "../../components/Notice";
import { TextField } from "../../components/TextField";
import { readMoment, typedMoment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { useDraft, useForm, useWrong } from "./formContext";
import css from "./PromiseColumn.module.css";

/** The promise, large enough to read across the desk, with its working. */
export function DuePart({ quote }: { quote: QuoteView | undefined }) {
  const t = useMessages();
  const { edit, procedure } = useForm();
  const draft = useDraft("dueOverride", "verification");
  const [isOpen, setOpen] = useState(draft.dueOverride !== "");
  const problem =
    quote?.dueProblem && (t.intake.dueProblem[quote.dueProblem] ?? t.intake.dueProblem.due_not_computed);
  return (
    <div className={css.due}>
      <h3 className={css.label}>{t.intake.due}</h3>
      {quote?.dueText ? (
        <DueText text={quote.dueText} />
      ) : (
        !quote && <p className={css.none}>{t.intake.dueNone}</p>
      )}
      {quote && quote.dueWorking !== "" && <p className={css.working}>{quote.dueWorking}</p>}
      {quote?.dueProvisional && <p className={css.provisional}>{t.intake.dueProvisional}</p>}
      {problem && <Notice tone="soon">{problem}</Notice>}
      {procedure?.hasVerification && (
        <Checkbox
          isSelected={draft.verification}
          onChange={(verification) => edit({ type: "set", patch: { verification } })}
        >
          {t.intake.verification}
        </Checkbox>
      )}
      {quote && !isOpen && (
        <Button look="quiet" size="small" className={css.other} onPress={() => setOpen(true)}>
          {t.intake.dueOverride}
        </Button>
      )}
      {quote && isOpen && <Override onClose={() => setOpen(false)} />}
    </div>
  );
}

/** "09:45 thứ Hai 07/12": the hour large, the day beside it. */
function DueText({ text }: { text: string }) {
  const [hour = "", ...rest] = text.split(" ");
  return (
    <p className={css.dueText} data-testid="due-text">
      <span className={css.hour}>{hour}</span> <span className={css.date}>{rest.join(" ")}</span>
    </p>
  );
}

/** *Hẹn khác thời hạn quy định*: the moment, its legal ground, who approved. */
function Override({ onClose }: { onClose: () => void }) {
  const t = useMessages();
  const { edit } = useForm();
  const draft = useDraft("dueOverride", "dueGround", "dueApprover");
  const wrong = useWrong();
  const [typed, setTyped] = useState(readMoment(draft.dueOverride));
  const drop = () => {
    edit({ type: "set", patch: { dueOverride: "", dueGround: "", dueApprover: "" } });
    onClose();
  };
  return (
    <div className={css.override}>
      <TextField
        autoFocus
        label={t.intake.dueOverrideAt}
        labelAt="top"
        name="dueOverride"
        placeholder={t.intake.dueOverrideHint}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          edit({ type: "set", patch: { dueOverride: typedMoment(text) } });
        }}
        onBlur={() => setTyped(readMoment(typedMoment(typed)))}
        error={wrong("dueOverride")}
      />
      <TextField
        label={t.intake.dueGround}
        labelAt="top"
        name="dueGround"
        value={draft.dueGround}
        onChange={(dueGround) => edit({ type: "set", patch: { dueGround } })}
        error={wrong("dueGround")}
      />
      <TextField
        label={t.intake.dueApprover}
        labelAt="top"
        name="dueApprover"
        value={draft.dueApprover}
        onChange={(dueApprover) => edit({ type: "set", patch: { dueApprover } })}
        error={wrong("dueApprover")}
      />
      <Button look="quiet" size="small" onPress={drop}>
        {t.intake.dueByRule}
      </Button>
    </div>
  );
}
