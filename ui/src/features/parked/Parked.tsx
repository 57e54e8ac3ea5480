import { useState } from "react";
import type { ParkedView } from "../../api/bindings";
import { call, queryClient, queryKey, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { hotkeys } from "../../lib/hotkeys";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Parked.module.css";

/** *Đang gác*: intakes put by while the citizen is away; everything comes back. */
export function Parked() {
  const { data: parked } = useDesk("parked", null);
  const [error, setError] = useState<CommandError>();
  const resume = async ({ requestId }: ParkedView) => {
    try {
      queryClient.setQueryData(queryKey("current_draft", null), await call("resume", requestId));
      go({ screen: "intake" });
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
  };
  if (!parked) return null;
  return (
    <div className={css.screen}>
      {error && <ErrorNotice error={error} />}
      {parked.length === 0 ? (
        <Empty />
      ) : (
        <ul className={css.list}>
          {parked.map((view, place) => (
            <Row key={view.requestId} view={view} isFirst={place === 0} onResume={() => void resume(view)} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ view, isFirst, onResume }: { view: ParkedView; isFirst: boolean; onResume: () => void }) {
  const t = useMessages();
  const now = useNow();
  return (
    <li className={css.row}>
      <div className={css.words}>
        <p className={css.person}>{view.person || t.parked.unnamed}</p>
        <p className={css.procedure}>{view.procedure || t.parked.noProcedure}</p>
        <p className={css.facts}>
          {t.parked.since(moment(view.since, now))}
          {view.pages > 0 && <> · {t.pages.count(view.pages)}</>}
        </p>
      </div>
      <Button
        look={isFirst ? "main" : "plain"}
        autoFocus={isFirst}
        onPress={onResume}
        aria-label={`${t.parked.resume}: ${view.person || t.parked.unnamed}`}
      >
        {t.parked.resume}
      </Button>
    </li>
  );
}

function Empty() {
  const t = useMessages();
  return (
    <div className={css.empty}>
      <h2>{t.parked.empty}</h2>
      <p>{t.parked.emptyHow}</p>
      <Button hotkey={hotkeys.intake} onPress={() => go({ screen: "intake" })}>
        {t.screens.intake}
      </Button>
    </div>
  );
}
