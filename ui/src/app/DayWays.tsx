import { useId, useRef, useState } from "react";
import type { OfficerChoice } from "../api/bindings";
import type { CommandError } from "../api/errors";
import { Button } from "../components/Button";
import { Digits } from "../components/Digits";
import { ErrorNotice } from "../components/ErrorNotice";
import { Select } from "../components/Select";
import { TextField } from "../components/TextField";
import { useMessages } from "../messages/context";
import css from "./DayDialog.module.css";

type HereProps = {
  leads: readonly OfficerChoice[];
  error: CommandError | undefined;
  onConfirm: (lead: string, password: string) => Promise<void>;
};

/** The lead is at the desk and signs with the password. */
export function DayHere({ leads, error, onConfirm }: HereProps) {
  const t = useMessages();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [lead, setLead] = useState("");
  const [password, setPassword] = useState("");
  const chosen = lead || (leads[0]?.login ?? "");
  const confirm = async () => {
    if (password === "") return;
    await onConfirm(chosen, password);
    setPassword("");
    field.current?.focus();
  };
  return (
    <section className={css.way} aria-labelledby={id}>
      <h3 id={id}>{t.day.lead}</h3>
      {leads.length === 1 ? (
        <p>{leads[0]?.name}</p>
      ) : (
        <Select
          label={t.day.who}
          labelAt="top"
          options={leads.map(({ login, name }) => ({ id: login, name }))}
          value={chosen}
          onChange={setLead}
        />
      )}
      <TextField
        label={t.day.password}
        labelAt="top"
        type="password"
        value={password}
        onChange={setPassword}
        onEnter={() => void confirm()}
        inputRef={field}
      />
      {error && <ErrorNotice error={error} />}
      <Button look="main" isDisabled={password === ""} onPress={() => void confirm()}>
        {t.day.here}
      </Button>
    </section>
  );
}

type TelephoneProps = {
  challenge: string;
  error: CommandError | undefined;
  onConfirm: (code: string) => Promise<void>;
};

/** The lead is elsewhere: digits are read out, a code comes back. */
export function DayTelephone({ challenge, error, onConfirm }: TelephoneProps) {
  const t = useMessages();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const confirm = async () => {
    if (code.trim() === "") return;
    await onConfirm(code.trim());
    setCode("");
    field.current?.focus();
  };
  return (
    <section className={css.way} aria-labelledby={id}>
      <h3 id={id}>{t.day.elsewhere}</h3>
      <p>{t.day.telephone}</p>
      <Digits digits={challenge} group={4} />
      <TextField
        label={t.day.code}
        labelAt="top"
        mono
        value={code}
        onChange={setCode}
        onEnter={() => void confirm()}
        inputRef={field}
      />
      {error && <ErrorNotice error={error} />}
      <Button isDisabled={code.trim() === ""} onPress={() => void confirm()}>
        {t.day.byTelephone}
      </Button>
    </section>
  );
}
