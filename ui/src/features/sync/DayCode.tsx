import { useState } from "react";
import { call, useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { Said } from "../../components/Said";
import { TextField } from "../../components/TextField";
import { useSaying } from "../../components/useSaying";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** For the lead: the code another desk asks for on the telephone, to confirm its day. */
export function DayCode() {
  const t = useMessages();
  const { data: state } = useDesk("app_state", null);
  const [challenge, setChallenge] = useState("");
  const { saying, isBusy, run } = useSaying(async () => t.day.tell(await call("day_code", challenge)));
  if (state?.session?.role !== "lead") return null;
  return (
    <section className={css.part}>
      <h2>{t.day.forOthers}</h2>
      <p>{t.day.forOthersHow}</p>
      <TextField
        label={t.day.otherChallenge}
        labelAt="top"
        mono
        value={challenge}
        onChange={setChallenge}
        onEnter={run}
      />
      <Button isDisabled={isBusy || challenge.trim() === ""} onPress={run}>
        {t.day.make}
      </Button>
      <Said saying={saying} />
    </section>
  );
}
