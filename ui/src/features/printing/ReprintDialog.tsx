import { useState } from "react";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Choice } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/TextField";
import { uuidv7 } from "../../lib/uuid";
import { useMessages } from "../../messages/context";
import css from "./Printing.module.css";

type Props = { dossier: string; code: string; onClose: () => void };

const other = "other";

/** Printing a receipt again asks why: the reprint says so on paper and in the journal. */
export function ReprintDialog({ dossier, code, onClose }: Props) {
  const t = useMessages();
  const reasons = t.printing.reasons.map((name, index) => ({ id: String(index), name }));
  const [choice, setChoice] = useState("0");
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<CommandError>();
  const [requestId] = useState(() => uuidv7());
  const reason = choice === other ? typed.trim() : (reasons.find(({ id }) => id === choice)?.name ?? "");
  const print = () =>
    call("reprint", { requestId, dossier, reason }).then(onClose, (thrown: unknown) =>
      setError(toCommandError(thrown)),
    );
  return (
    <Dialog
      isOpen
      size="small"
      title={t.printing.reprintTitle}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t.common.cancel}</Button>
          <Button look="main" autoFocus isDisabled={reason === ""} onPress={() => void print()}>
            {t.printing.submit}
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        <p className={css.lead}>{t.printing.reprintLead(code)}</p>
        <Choice
          look="rows"
          label={t.printing.reason}
          labelAt="top"
          value={choice}
          onChange={setChoice}
          options={[...reasons, { id: other, name: t.printing.otherReason }]}
        />
        {choice === other && (
          <TextField
            autoFocus
            label={t.printing.otherReason}
            labelAt="hidden"
            value={typed}
            onChange={setTyped}
            onEnter={() => reason !== "" && void print()}
          />
        )}
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}
