import { type FormEvent, useRef, useState } from "react";
import type { AppState, DemoOfficer, OfficerChoice } from "../../api/bindings";
import { call, queryClient, queryKey } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { signOut } from "../../api/session";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import { Select } from "../../components/Select";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import { Enrolment } from "../enrolment/Enrolment";
import { Brand } from "./Brand";
import { DemoOfficers } from "./DemoOfficers";
import css from "./Gate.module.css";

const other = "\u0000other";

/** Signing in, and unlocking: who, and their password. */
export function SignIn({ state }: { state: AppState }) {
  const t = useMessages();
  const isLocked = state.stage === "locked" && state.session !== null;
  const known = isLocked && state.session ? [state.session] : state.officers;
  const [choice, setChoice] = useState(known[0]?.login ?? other);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const [isRecovering, setRecovering] = useState(false);
  const [isRecovered, setRecovered] = useState(false);
  const isOther = choice === other || known.length === 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    try {
      const reply = await call("sign_in", { login: isOther ? login.trim() : choice, password });
      queryClient.setQueryData(queryKey("app_state", null), reply);
    } catch (thrown) {
      setError(toCommandError(thrown));
      setPassword("");
      setBusy(false);
      passwordField.current?.focus();
    }
  };
  const fill = (officer: DemoOfficer) => {
    setChoice(known.some((one) => one.login === officer.login) ? officer.login : other);
    setLogin(officer.login);
    setPassword(officer.password);
    setError(undefined);
    passwordField.current?.focus();
  };

  const place = state.desk ? `${state.desk.label} · ${state.desk.officeName}` : state.version;
  const recovered = (hasNewKey: boolean) => {
    setRecovering(false);
    setRecovered(hasNewKey);
    if (hasNewKey) setError(undefined);
  };
  if (isRecovering) return <Enrolment note={place} onClose={recovered} />;
  return (
    <main className={css.gate}>
      <form className={css.panel} onSubmit={(event) => void submit(event)} aria-label={t.signIn.title}>
        <Brand note={place} />
        <h1 className={css.title}>{isLocked ? t.signIn.locked : t.signIn.title}</h1>
        {isLocked && <p className={css.lead}>{t.signIn.lockedNote}</p>}
        {known.length > 0 && <Officers known={known} choice={choice} onChoose={setChoice} />}
        {isOther && (
          <TextField
            label={t.signIn.login}
            labelAt="top"
            name="login"
            value={login}
            onChange={setLogin}
            autoFocus={known.length === 0}
            hint={known.length > 0 ? t.signIn.firstTime : undefined}
          />
        )}
        <TextField
          label={t.signIn.password}
          labelAt="top"
          name="password"
          type="password"
          value={password}
          onChange={setPassword}
          autoFocus={known.length > 0}
          inputRef={passwordField}
        />
        {error && <ErrorNotice error={error} />}
        {isRecovered && !error && (
          <Notice tone="done" live>
            {t.recovery.done}
          </Notice>
        )}
        <div className={css.actions}>
          <Button type="submit" look="main">
            {isLocked ? t.signIn.unlock : t.signIn.submit}
          </Button>
          {isLocked && <SwitchOfficer />}
          {error?.view.code === "keyring.lost" && (
            <Button onPress={() => setRecovering(true)}>{t.recovery.enter}</Button>
          )}
        </div>
        {state.demo && !isLocked && <DemoOfficers officers={state.demo.officers} onFill={fill} />}
        {!isLocked && <p className={css.foot}>{t.signIn.waiting}</p>}
      </form>
    </main>
  );
}

type OfficersProps = { known: readonly OfficerChoice[]; choice: string; onChoose: (login: string) => void };

function Officers({ known, choice, onChoose }: OfficersProps) {
  const t = useMessages();
  const options = known.map(({ login, name }) => ({ id: login, name: `${name} (${login})` }));
  return (
    <Select
      label={t.signIn.officers}
      labelAt="top"
      options={[...options, { id: other, name: t.signIn.other }]}
      value={choice}
      onChange={onChoose}
    />
  );
}

function SwitchOfficer() {
  const t = useMessages();
  return (
    <Button look="quiet" onPress={() => void signOut()}>
      {t.signIn.switchOfficer}
    </Button>
  );
}
