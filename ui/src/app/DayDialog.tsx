import { useState } from "react";
import type { ConfirmDay } from "../api/bindings";
import { call, useDesk } from "../api/client";
import { type CommandError, toCommandError } from "../api/errors";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { ErrorNotice } from "../components/ErrorNotice";
import { Select } from "../components/Select";
import { TextField } from "../components/TextField";
import { clock, day, moment } from "../lib/time";
import { useMessages } from "../messages/context";

/** Officer and lead confirm the day of a machine whose clock is not believed: by password here, or by telephone. */
export function DayDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages();
  const { data, refetch } = useDesk("day", null);
  const [lead, setLead] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [error, setError] = useState<CommandError>();
  if (!data) return null;
  const chosen = lead || (data.leads[0]?.login ?? "");
  const confirm = (request: ConfirmDay) =>
    void call("confirm_day", request).then(onClose, (thrown: unknown) => {
      setError(toCommandError(thrown));
      setPassword("");
      setCode("");
      void refetch(); // the challenge was used up
    });
  const byPassword = () => password !== "" && confirm({ lead: chosen, password, code: "" });
  const byTelephone = () => code.trim() !== "" && confirm({ lead: "", password: "", code: code.trim() });
  return (
    <Dialog isOpen size="small" title={t.day.title} onClose={onClose}>
      <p>{t.strip.numberingNote[data.doubt]}</p>
      <p>
        <strong>{t.day.now(`${clock(data.now)} ${day(data.now)}`)}</strong>
      </p>
      {data.lastAct !== null && <p>{t.day.lastAct(moment(data.lastAct, data.now))}</p>}
      {data.heard !== null && <p>{t.day.heard(moment(data.heard, data.now))}</p>}
      <p>{t.day.wrongHow}</p>
      {error && <ErrorNotice error={error} />}
      {data.leads.length > 0 && (
        <>
          <Select
            label={t.day.lead}
            labelAt="top"
            options={data.leads.map(({ login, name }) => ({ id: login, name }))}
            value={chosen}
            onChange={setLead}
          />
          <TextField
            label={t.day.password}
            labelAt="top"
            type="password"
            value={password}
            onChange={setPassword}
            onEnter={byPassword}
          />
          <Button look="main" isDisabled={password === ""} onPress={byPassword}>
            {t.day.here}
          </Button>
        </>
      )}
      {data.challenge !== "" && (
        <>
          <p>{t.day.telephone}</p>
          <p>
            {t.day.challenge} <code>{spaced(data.challenge)}</code>
          </p>
          <TextField
            label={t.day.code}
            labelAt="top"
            mono
            value={code}
            onChange={setCode}
            onEnter={byTelephone}
          />
          <Button isDisabled={code.trim() === ""} onPress={byTelephone}>
            {t.day.byTelephone}
          </Button>
        </>
      )}
    </Dialog>
  );
}

/** In fours, as it is read out. */
function spaced(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}
