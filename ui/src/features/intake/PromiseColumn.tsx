import { useMemo } from "react";
import type { IntakeDraft } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { Choice } from "../../components/Choice";
import { ErrorNotice } from "../../components/ErrorNotice";
import { NumberField } from "../../components/NumberField";
import { Select } from "../../components/Select";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import { DuePart } from "./DuePart";
import { FeePart } from "./FeePart";
import { useDraft, useForm, useWrong } from "./formContext";
import css from "./PromiseColumn.module.css";

/** A quote speaks of "now", so it is asked for again as the minutes go. */
const quoteAgainMs = 30_000;
const setsMax = 100;

/** When and how much: the promise with its working, the fee with its note, and how the outcome comes. */
export function PromiseColumn() {
  const t = useMessages();
  const { edit, procedure } = useForm();
  const draft = useDraft("procedure", "exemption", "sets", "delivery", "deliveryAddress", "note");
  const wrong = useWrong();
  const question = useQuestion();
  const isChosen = draft.procedure !== "";
  const { data, error } = useDesk("quote", question, { enabled: isChosen, refetchInterval: quoteAgainMs });
  // Where nothing can be received, neither date nor fee is named: no cash is taken for it.
  const quote = isChosen && !error ? data : undefined;
  const set = (patch: Partial<IntakeDraft>) => edit({ type: "set", patch });
  return (
    <div className={css.promise}>
      {isChosen && error && <ErrorNotice error={error} />}
      <DuePart quote={quote} />
      {isChosen && <FeePart quote={quote} />}
      {procedure && procedure.exemptions.length > 0 && (
        <Select
          label={t.intake.exemption}
          options={[
            { id: "", name: t.intake.noExemption },
            ...procedure.exemptions.map((name) => ({ id: name, name })),
          ]}
          value={draft.exemption}
          onChange={(exemption) => set({ exemption })}
          error={wrong("exemption")}
        />
      )}
      <div className={css.delivery}>
        <Choice
          label={t.intake.delivery}
          labelAt="top"
          look="rows"
          value={draft.delivery}
          onChange={(delivery) => set({ delivery })}
          options={Object.entries(t.intake.deliveries).map(([id, name]) => ({ id, name }))}
          error={wrong("delivery")}
        />
        {draft.delivery === "post" && (
          <TextField
            label={t.intake.deliveryAddress}
            labelAt="top"
            name="deliveryAddress"
            value={draft.deliveryAddress}
            onChange={(deliveryAddress) => set({ deliveryAddress })}
            error={wrong("deliveryAddress")}
          />
        )}
      </div>
      {isChosen && (
        <NumberField
          label={t.intake.sets}
          labelAt="side"
          value={draft.sets}
          onChange={(sets) => set({ sets })}
          error={wrong("sets")}
          min={1}
          max={setsMax}
        />
      )}
      <TextField
        label={t.intake.note}
        labelAt="top"
        name="note"
        value={draft.note}
        onChange={(note) => set({ note })}
        error={wrong("note")}
        className={css.note}
      />
    </div>
  );
}

/** The draft without what neither date nor fee depends on, so that typing a name asks nothing. */
function useQuestion(): IntakeDraft {
  const fields = useDraft(
    "requestId",
    "procedure",
    "caseIndex",
    "sets",
    "delivery",
    "exemption",
    "copies",
    "pages",
    "verification",
    "dueOverride",
    "dueGround",
    "dueApprover",
  );
  return useMemo(() => ({ ...nobody, ...fields }), [fields]);
}

const nobody = {
  parties: [],
  capacity: "owner",
  submitter: null,
  papers: [],
  deliveryAddress: "",
  foreignCode: "",
  foreignSystemDown: false,
  note: "",
  directReason: "",
};
