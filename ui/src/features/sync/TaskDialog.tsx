import { useState } from "react";
import { call, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { Choice } from "../../components/Choice";
import { Code } from "../../components/Code";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import { TellingDialog } from "../../components/TellingDialog";
import { TextField } from "../../components/TextField";
import { go, remember } from "../../lib/router";
import { useMessages } from "../../messages/context";
import { reasonAndAdvice } from "../../messages/reason";
import { Refused } from "./Refused";
import css from "./Sync.module.css";
import { TaskSides } from "./TaskSides";

/** Decisions that need a word of explanation: they stand in the journal of the dossier. */
const explained = ["standing", "other", "both", "correct_code"];

/** Both sides of a task, and the decision. Nothing is chosen beforehand; Esc decides nothing. */
export function TaskDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useMessages();
  const now = useNow();
  const { data: conflict, error: unread } = useDesk("task", id, { fresh: true });
  const [choice, setChoice] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<CommandError>();
  const [file, setFile] = useState("");
  const isBlank = choice === "" || (explained.includes(choice) && note.trim() === "");
  const settle = () => {
    if (isBlank) return;
    call("settle", { task: id, choice, note: note.trim() }).then(
      (written) => (written === "" ? onClose() : setFile(written)),
      (thrown: unknown) => setError(toCommandError(thrown)),
    );
  };
  // There from the beginning, so that the dialog does not grow under the hand that chooses.
  const mayExplain = conflict?.choices.some((one) => explained.includes(one)) ?? false;
  return (
    <TellingDialog
      size="wide"
      title={t.sync.taskTitles[conflict?.task.group ?? ""] ?? t.sync.tasks}
      onClose={onClose}
      act={{ words: t.sync.decide, isDisabled: isBlank, onPress: settle }}
      isDone={file !== ""}
    >
      {unread && <ErrorNotice error={unread} />}
      {conflict && (
        <div className={css.deciding}>
          <div className={css.dossier}>
            <Code code={conflict.task.code} large />
            {conflict.task.dossier !== "" && (
              <Button
                size="small"
                onPress={() => {
                  remember({ screen: "sync", of: conflict.task.dossier });
                  go({ screen: "dossier", id: conflict.task.dossier, pages: false });
                }}
              >
                {t.printing.openDossier}
              </Button>
            )}
          </div>
          {conflict.task.refusal ? (
            <Refused
              refusal={conflict.task.refusal}
              choices={conflict.choices}
              kind={conflict.task.kind}
              now={now}
            />
          ) : (
            <p>{reasonAndAdvice(conflict.task.kind, t)}</p>
          )}
          <TaskSides conflict={conflict} now={now} />
          {file === "" ? (
            <>
              <Choice
                autoFocus
                label={t.sync.decision}
                labelAt="top"
                look="rows"
                options={conflict.choices.map((id) => ({ id, name: t.sync.choices[id] ?? id }))}
                value={choice}
                onChange={setChoice}
              />
              {mayExplain && (choice === "" || explained.includes(choice)) && (
                <TextField
                  label={t.sync.decisionNote}
                  labelAt="top"
                  name="note"
                  value={note}
                  onChange={setNote}
                  onEnter={settle}
                />
              )}
            </>
          ) : (
            <Notice tone="done" live>
              {t.sync.exported(file)}
            </Notice>
          )}
          {error && <ErrorNotice error={error} />}
        </div>
      )}
    </TellingDialog>
  );
}
