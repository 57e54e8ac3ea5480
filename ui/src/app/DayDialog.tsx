import { useRef, useState } from "react";
import type { ConfirmDay, DayView } from "../api/bindings";
import { call, useDesk } from "../api/client";
import { type CommandError, toCommandError } from "../api/errors";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Notice } from "../components/Notice";
import { civilParts, clock, day, promise } from "../lib/time";
import { useMessages } from "../messages/context";
import css from "./DayDialog.module.css";
import { DayHere, DayTelephone } from "./DayWays";

type Refused = { way: "here" | "telephone"; error: CommandError };

/** Officer and lead confirm the day of a machine whose clock is not believed: by password here, or by telephone. */
export function DayDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages();
  const { data, refetch } = useDesk("day", null);
  const [refused, setRefused] = useState<Refused>();
  const isBusy = useRef(false);
  if (!data) return null;
  const confirm = async (way: Refused["way"], request: ConfirmDay) => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await call("confirm_day", request);
      onClose();
    } catch (thrown) {
      setRefused({ way, error: toCommandError(thrown) });
      void refetch(); // the challenge was used up
    }
    isBusy.current = false;
  };
  const errorOf = (way: Refused["way"]) => (refused?.way === way ? refused.error : undefined);
  const isPossible = data.leads.length > 0 || data.challenge !== "";
  return (
    <Dialog
      isOpen
      title={t.day.title}
      onClose={onClose}
      footer={<Button onPress={onClose}>{isPossible ? t.common.cancel : t.common.close}</Button>}
    >
      <div className={css.body}>
        <p>{t.strip.numberingNote[data.doubt]}</p>
        <Facts day={data} />
        <Notice tone="soon">{t.day.wrongHow}</Notice>
        {isPossible ? (
          <div className={css.ways}>
            {data.leads.length > 0 && (
              <DayHere
                leads={data.leads}
                error={errorOf("here")}
                onConfirm={(lead, password) => confirm("here", { lead, password, code: "" })}
              />
            )}
            {data.challenge !== "" && (
              <DayTelephone
                challenge={data.challenge}
                error={errorOf("telephone")}
                onConfirm={(code) => confirm("telephone", { lead: "", password: "", code })}
              />
            )}
          </div>
        ) : (
          <p>{t.day.noWay}</p>
        )}
      </div>
    </Dialog>
  );
}

/** What the machine says, and what speaks for or against it. */
function Facts({ day: { now, lastAct, heard } }: { day: DayView }) {
  const t = useMessages();
  // The day is what is doubted: it is never left out.
  const at = (ms: number) => promise(ms, now, t.weekdays);
  return (
    <dl className={css.facts}>
      <dt>{t.day.now}</dt>
      <dd className={css.now}>
        {clock(now)} {t.weekdays[civilParts(now).weekday]} {day(now)}
      </dd>
      {lastAct !== null && (
        <>
          <dt>{t.day.lastAct}</dt>
          <dd>{at(lastAct)}</dd>
        </>
      )}
      <dt>{t.day.heard}</dt>
      <dd>{heard === null ? t.common.notYet : at(heard)}</dd>
    </dl>
  );
}
