import { useState } from "react";
import { call, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Digits } from "../../components/Digits";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** For the lead: the code another desk asks for on the telephone, to confirm its day. */
export function DayCode() {
  const t = useMessages();
  const { data: state } = useDesk("app_state", null);
  const [challenge, setChallenge] = useState("");
  const [code, setCode] = useState("");
  const [error, setError] = useState<CommandError>();
  if (state?.session?.role !== "lead") return null;
  const make = () => {
    if (challenge.trim() === "") return;
    setCode("");
    setError(undefined);
    call("day_code", challenge).then(setCode, (thrown: unknown) => setError(toCommandError(thrown)));
  };
  const type = (typed: string) => {
    setChallenge(typed);
    setCode(""); // a code belongs to the digits beside it
  };
  return (
    <section className={css.part}>
      <h2>{t.day.forOthers}</h2>
      <p>{t.day.forOthersHow}</p>
      <div className={css.asked}>
        <TextField
          label={t.day.otherChallenge}
          labelAt="top"
          mono
          value={challenge}
          onChange={type}
          onEnter={make}
        />
        <Button isDisabled={challenge.trim() === ""} onPress={make}>
          {t.day.make}
        </Button>
      </div>
      {code !== "" && (
        <p role="status">
          {t.day.tell} <Digits digits={code} group={3} />
        </p>
      )}
      {error && <ErrorNotice error={error} />}
    </section>
  );
}
