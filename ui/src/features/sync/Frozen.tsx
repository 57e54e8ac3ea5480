import { useRef, useState } from "react";
import { call, useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { Said } from "../../components/Said";
import { TextField } from "../../components/TextField";
import { useSaying } from "../../components/useSaying";
import { cx } from "../../lib/class";
import { focusSoon } from "../../lib/focusSoon";
import { answersForDesk } from "../../lib/roles";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** A desk whose journal forked, or whose twin works too: what that means, and who ends it. */
export function Frozen() {
  const t = useMessages();
  const { data: strip } = useDesk("strip", null);
  const { data: state } = useDesk("app_state", null);
  const [reason, setReason] = useState("");
  const ended = useRef<HTMLParagraphElement>(null);
  const { saying, isBusy, run } = useSaying(async () => {
    await call("thaw", reason);
    // Field and button go with the freeze.
    focusSoon(() => ended.current);
    return t.sync.thawed;
  });
  const whys: Partial<Record<string, { why: string; how: string }>> = {
    frozen: { why: t.sync.frozenWhy, how: t.sync.frozenHow },
    twin: { why: t.sync.twinWhy, how: t.sync.twinHow },
  };
  const told = whys[strip?.numberingProblem ?? ""];
  if (told === undefined)
    return (
      saying && (
        <p ref={ended} tabIndex={-1} className={css.ended}>
          <Said saying={saying} />
        </p>
      )
    );
  const mayDecide = answersForDesk.includes(state?.session?.role ?? "");
  const isBlank = reason.trim() === "";
  return (
    <section className={css.part}>
      <h2>{t.sync.frozen}</h2>
      <div className={cx(css.told, css.frozen)}>
        <Notice tone="late">{told.why}</Notice>
        {mayDecide ? (
          <>
            <p>{told.how}</p>
            <TextField
              label={t.sync.thawReason}
              labelAt="top"
              value={reason}
              onChange={setReason}
              onEnter={() => !isBlank && run()}
            />
            <Button look="main" isDisabled={isBlank} onPress={run}>
              {isBusy ? t.sync.thawing : t.sync.thaw}
            </Button>
          </>
        ) : (
          <p>{t.sync.frozenWho}</p>
        )}
        <Said saying={saying} />
      </div>
    </section>
  );
}
