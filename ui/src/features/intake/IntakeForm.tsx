import { type ReactNode, useReducer, useRef } from "react";
import type { IntakeDraft } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { hotkeys, useHotkey } from "../../lib/hotkeys";
import { useMessages } from "../../messages/context";
import { Conclusion } from "./Conclusion";
import { reduce, startForm } from "./draft";
import { FormContext, type IntakeFormApi } from "./formContext";
import css from "./Intake.module.css";
import { type LastReceived, lastOf } from "./last";
import { PersonColumn } from "./PersonColumn";
import { ProcedureColumn } from "./ProcedureColumn";
import { PromiseColumn } from "./PromiseColumn";
import { useAutosave } from "./useAutosave";
import { useConclude } from "./useConclude";

type Props = {
  initial: IntakeDraft;
  onNext: (draft: IntakeDraft) => void;
  onReceived: (last: LastReceived) => void;
  onCard: () => void;
  strip: (samePerson: (last: LastReceived) => void) => ReactNode;
};

/** The form of one walk-in, from the card to the conclusion. */
export function IntakeForm({ initial, onNext, onReceived, onCard, strip }: Props) {
  const t = useMessages();
  const [state, edit] = useReducer(reduce, initial, startForm);
  const form = useRef<HTMLFormElement>(null);
  const autosave = useAutosave(state.draft);
  const { data: procedure } = useDesk("procedure", state.draft.procedure, {
    enabled: state.draft.procedure !== "",
    fresh: true,
  });
  const conclude = useConclude({
    state,
    edit,
    autosave,
    form,
    onReceived: (received) => onReceived(lastOf(received, state.draft)),
    onNext,
  });
  const toColumn = (place: number) => {
    const column = form.current?.querySelectorAll<HTMLElement>("[data-column]")[place];
    column?.querySelector<HTMLElement>("[data-first] input, input, button")?.focus();
  };
  useHotkey("column1", () => toColumn(0));
  useHotkey("column2", () => toColumn(1));
  useHotkey("column3", () => toColumn(2));
  useHotkey("conclude", conclude.receive);
  useHotkey("park", conclude.park);

  const api: IntakeFormApi = {
    state,
    edit,
    procedure: procedure ?? null,
    target: `draft:${state.draft.requestId}`,
    saveFirst: autosave.flush,
    onCard,
  };
  return (
    <FormContext value={api}>
      <form
        ref={form}
        className={css.form}
        aria-label={t.screens.intakeTitle}
        onSubmit={(event) => event.preventDefault()}
        onBlur={() => void autosave.flush()}
      >
        <div className={css.columns}>
          <Column name={t.intake.who} hotkey={hotkeys.column1} look={css.who}>
            <PersonColumn />
          </Column>
          <Column name={t.intake.what} hotkey={hotkeys.column2} look={css.what}>
            <ProcedureColumn />
          </Column>
          <Column name={t.intake.when} hotkey={hotkeys.column3} look={css.when}>
            <PromiseColumn />
          </Column>
        </div>
        <Conclusion conclude={conclude} autosave={autosave} />
        {strip((last) =>
          edit({
            type: "samePerson",
            parties: last.parties,
            capacity: last.capacity,
            submitter: last.submitter,
          }),
        )}
      </form>
    </FormContext>
  );
}

type ColumnProps = { name: string; hotkey: string; look: string | undefined; children: ReactNode };

function Column({ name, hotkey, look, children }: ColumnProps) {
  return (
    <section className={`${css.column} ${look}`} aria-label={name} data-column>
      <h2 className={css.columnName}>
        {name} <span aria-hidden="true">{hotkey}</span>
      </h2>
      {children}
    </section>
  );
}
