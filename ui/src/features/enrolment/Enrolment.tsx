import { type FormEvent, useState } from "react";
import { call, queryClient, queryKey } from "../../api/client";
import { type CommandError, fieldError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import { TextField } from "../../components/TextField";
import { focusSoon } from "../../lib/focusSoon";
import { clock, day } from "../../lib/time";
import { useErrorWords, useMessages } from "../../messages/context";
import { Brand } from "../sign-in/Brand";
import css from "../sign-in/Gate.module.css";

/** What the code pasted is to blame for. */
const wrongCodes = ["enrol.code", "enrol.used", "enrol.fingerprint", "enrol.recovery"];

type Props = {
  /** Under the name of the program. */
  note: string;
  wiped?: number | null;
  /** Back to where it came from, for a desk that is enrolled and whose keys are lost; whether it has new ones. */
  onClose?: (isRecovered: boolean) => void;
};

/** A desk that belongs to no office yet shows this and nothing else; one whose keys are lost takes a code here, too. */
export function Enrolment({ note, wiped = null, onClose }: Props) {
  const t = useMessages();
  const recovers = onClose !== undefined;
  const said = recovers ? { ...t.enrol, ...t.recovery } : t.enrol;
  const words = useErrorWords();
  const [code, setCode] = useState("");
  const [label, setLabel] = useState("");
  const [error, setError] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  const wrong = (path: string) => {
    const found = error && fieldError(error.view.fields, path);
    return found && words(found);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    try {
      const reply = await call("enrol", { code: code.trim(), label: label.trim() });
      queryClient.setQueryData(queryKey("app_state", null), reply);
      onClose?.(true);
    } catch (thrown) {
      const refused = toCommandError(thrown);
      setError(refused);
      setBusy(false);
      if (wrongCodes.includes(refused.view.code))
        focusSoon(() => document.querySelector<HTMLElement>("textarea[name=code]"));
    }
  };
  return (
    <main className={css.gate}>
      <form className={css.panel} onSubmit={(event) => void submit(event)} aria-label={said.title}>
        <Brand note={note} />
        <h1 className={css.title}>{said.title}</h1>
        {wiped !== null && (
          <Notice tone="done" live>
            {t.enrol.wiped(`${clock(wiped)} ${day(wiped)}`)}
          </Notice>
        )}
        <p className={css.lead}>{said.lead}</p>
        <TextField
          autoFocus
          label={said.code}
          labelAt="top"
          name="code"
          value={code}
          onChange={setCode}
          hint={t.enrol.codeHint}
          error={wrong("code")}
          lines={3}
          mono
        />
        {!recovers && (
          <TextField
            label={t.enrol.label}
            labelAt="top"
            name="label"
            value={label}
            onChange={setLabel}
            hint={t.enrol.labelHint}
            error={wrong("label")}
          />
        )}
        {error && <ErrorNotice error={error} />}
        <div className={css.actions}>
          <Button
            type="submit"
            look="main"
            isDisabled={code.trim() === "" || (label.trim() === "" && !recovers)}
          >
            {isBusy ? t.enrol.working : said.submit}
          </Button>
          {onClose && (
            <Button look="quiet" onPress={() => onClose(false)}>
              {t.common.back}
            </Button>
          )}
        </div>
      </form>
    </main>
  );
}
