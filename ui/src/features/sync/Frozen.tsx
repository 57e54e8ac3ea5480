import { useState } from "react";
import { call, useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { Said } from "../../components/Said";
import { TextField } from "../../components/TextField";
import { useSaying } from "../../components/useSaying";
import { cx } from "../../lib/class";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** Who may decide that a desk goes on after its journal forked. */
const deciding: readonly string[] = ["lead", "administrator"];

/** A desk whose journal forked, or whose twin works too: what that means, and who ends it. */
export function Frozen() {
  const t = useMessages();
  const { data: strip } = useDesk("strip", null);
  const { data: state } = useDesk("app_state", null);
  const [reason, setReason] = useState("");
  const { saying, isBusy, run } = useSaying(async () => {
    await call("thaw", reason);
    return t.sync.thawed;
  });
  const whys: Partial<Record<string, string>> = { frozen: t.sync.frozenWhy, twin: t.sync.twinWhy };
  const why = whys[strip?.numberingProblem ?? ""];
  if (why === undefined) return <Said saying={saying} />;
  const mayDecide = deciding.includes(state?.session?.role ?? "");
  const isReady = !isBusy && reason.trim() !== "";
  return (
    <section className={cx(css.part, css.frozen)}>
      <h2>{t.sync.frozen}</h2>
      <Notice tone="late">{why}</Notice>
      {mayDecide ? (
        <>
          <TextField
            label={t.sync.thawReason}
            labelAt="top"
            value={reason}
            onChange={setReason}
            onEnter={() => isReady && run()}
          />
          <Button look="main" isDisabled={!isReady} onPress={run}>
            {isBusy ? t.sync.thawing : t.sync.thaw}
          </Button>
        </>
      ) : (
        <p>{t.sync.frozenWho}</p>
      )}
      <Said saying={saying} />
    </section>
  );
}
