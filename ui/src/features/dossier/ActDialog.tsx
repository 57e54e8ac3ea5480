import { useState } from "react";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/Checkbox";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import { type Act, optional, withField } from "./acts";
import css from "./Dossier.module.css";

type Props = { act: Act; dossier: string; holder: string; onClose: () => void };

/** An act of one line: what it means, what it needs, and nothing done before it is asked for. */
export function ActDialog({ act, dossier, holder, onClose }: Props) {
  const t = useMessages();
  const [text, setText] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const [error, setError] = useState<CommandError>();
  const words = t.dossier.acts[act];
  const isBlank = withField.includes(act) && !optional.includes(act) && text.trim() === "";
  const run = () => {
    if (isBlank) return;
    call("act", { dossier, act, text: text.trim(), confirmed }).then(onClose, (thrown: unknown) =>
      setError(toCommandError(thrown)),
    );
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={words.name}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t.common.cancel}</Button>
          <Button look="main" autoFocus={!withField.includes(act)} isDisabled={isBlank} onPress={run}>
            {words.name}
          </Button>
        </>
      }
    >
      <div className={css.asking}>
        <p>{words.lead(holder)}</p>
        {withField.includes(act) && (
          <TextField
            autoFocus
            label={words.field}
            labelAt="top"
            name="text"
            {...(act === "request_supplement" ? { lines: 4 } : { onEnter: run })}
            value={text}
            onChange={setText}
          />
        )}
        {act === "return_outcome" && (
          <Checkbox isSelected={confirmed} onChange={setConfirmed}>
            {t.dossier.allPresent}
          </Checkbox>
        )}
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}
