import { useState } from "react";
import { call } from "../../api/client";
import { type CommandError, fieldError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/TextField";
import { useErrorWords, useMessages } from "../../messages/context";
import css from "./Dossier.module.css";

type Props = { dossier: string; code: string; onClose: () => void };

/** The ministry's system is up again: the code it gave takes the place of the temporary one. */
export function ForeignCodeDialog({ dossier, code, onClose }: Props) {
  const t = useMessages();
  const words = useErrorWords();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<CommandError>();
  const wrong = fieldError(error?.view.fields ?? [], "code");
  const isBlank = typed.trim() === "";
  const put = () => {
    if (isBlank) return;
    void call("set_foreign_code", { dossier, code: typed.trim() }).then(onClose, (thrown: unknown) =>
      setError(toCommandError(thrown)),
    );
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t.dossier.foreignCode}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t.common.cancel}</Button>
          <Button look="main" isDisabled={isBlank} onPress={put}>
            {t.dossier.foreignCodeSubmit}
          </Button>
        </>
      }
    >
      <div className={css.asking}>
        <p>{t.dossier.foreignCodeLead(code)}</p>
        <TextField
          autoFocus
          label={t.dossier.foreignCodeField}
          labelAt="top"
          name="code"
          mono
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setError(undefined);
          }}
          onEnter={put}
          error={wrong && words(wrong)}
        />
        {error && !wrong && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}
