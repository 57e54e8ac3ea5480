import { useState } from "react";
import type { CourierAnswered } from "../../api/bindings";
import { call, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Choice } from "../../components/Choice";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import { TellingDialog } from "../../components/TellingDialog";
import { TextField } from "../../components/TextField";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** Answers offered by name; others are typed. */
const answersShown = 4;
const otherFile = "other";

/** Takes in what the centre answered. Twice, or after the link, it changes nothing. */
export function CourierAnswer({ onClose }: { onClose: () => void }) {
  const { data: courier } = useDesk("courier", null, { fresh: true });
  return courier ? <Taking answers={courier.answers.slice(0, answersShown)} onClose={onClose} /> : null;
}

function Taking({ answers, onClose }: { answers: readonly string[]; onClose: () => void }) {
  const t = useMessages();
  const [chosen, setChosen] = useState(answers[0] ?? otherFile);
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState<CourierAnswered>();
  const [error, setError] = useState<CommandError>();
  const path = chosen === otherFile ? typed.trim() : chosen;
  const take = async () => {
    if (isBusy || path === "") return;
    setBusy(true);
    setError(undefined);
    try {
      setSaid(await call("courier_answer", path));
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
    setBusy(false);
  };
  return (
    <TellingDialog
      title={t.courier.answerTitle}
      onClose={onClose}
      act={{
        words: isBusy ? t.courier.taking : t.courier.take,
        isBusy,
        isDisabled: path === "",
        onPress: () => void take(),
      }}
      isDone={said !== undefined}
    >
      {said ? (
        <Told said={said} />
      ) : (
        <div className={css.deciding}>
          {answers.length > 0 ? (
            <Choice
              autoFocus
              label={t.courier.answer}
              labelAt="top"
              look="rows"
              options={[
                ...answers.map((id) => ({ id, name: nameOf(id) })),
                { id: otherFile, name: t.courier.otherFile },
              ]}
              value={chosen}
              onChange={setChosen}
            />
          ) : (
            <p>{t.courier.answerNone}</p>
          )}
          {chosen === otherFile && (
            <TextField
              autoFocus={answers.length === 0}
              label={t.courier.path}
              labelAt="top"
              name="path"
              mono
              value={typed}
              onChange={setTyped}
              onEnter={() => void take()}
            />
          )}
          {error && <ErrorNotice error={error} />}
        </div>
      )}
    </TellingDialog>
  );
}

/** What the centre said, and what a person has to do about it. */
function Told({ said }: { said: CourierAnswered }) {
  const t = useMessages();
  const outcome = t.courier.outcomes[said.outcome];
  const number = count(said.number);
  return (
    <div className={css.deciding} role="status">
      <Notice tone={said.already ? "calm" : "done"}>
        {said.already
          ? t.courier.already(number)
          : t.courier.taken(number, count(said.events), count(said.files))}
      </Notice>
      {said.issues > 0 && <Notice tone="soon">{t.courier.issues(count(said.issues))}</Notice>}
      {outcome && <Notice tone="late">{outcome}</Notice>}
    </div>
  );
}

/** The end of a path: the folder is seen by the stick that is in. */
function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
