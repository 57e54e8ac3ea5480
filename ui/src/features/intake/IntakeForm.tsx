import { type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { IntakeDraft } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { cx } from "../../lib/class";
import { hotkeys, useHotkey } from "../../lib/hotkeys";
import { useMessages } from "../../messages/context";
import { Conclusion } from "./Conclusion";
import { EnterMovesOn } from "./EnterMovesOn";
import { FormContext, type IntakeFormApi } from "./formContext";
import { createFormStore } from "./formStore";
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
  const [store] = useState(() => createFormStore(initial));
  const form = useRef<HTMLFormElement>(null);
  const autosave = useAutosave(store);
  const { flush } = autosave;
  const code = useSyncExternalStore(store.subscribe, () => store.get().draft.procedure);
  const { data: procedure = null } = useDesk("procedure", code, {
    enabled: code !== "",
    fresh: true,
  });
  const conclude = useConclude({
    store,
    autosave,
    form,
    onReceived: (received, draft) => onReceived(lastOf(received, draft)),
    onNext,
  });
  const toColumn = (place: number) => {
    const column = form.current?.querySelectorAll<HTMLElement>("[data-column]")[place];
    firstField(column)?.focus();
  };
  useHotkey("intake", () => toColumn(0));
  useHotkey("column1", () => toColumn(0));
  useHotkey("column2", () => toColumn(1));
  useHotkey("column3", () => toColumn(2));
  useHotkey("conclude", conclude.receive);
  useHotkey("park", conclude.park);

  const api = useMemo<IntakeFormApi>(
    () => ({
      store,
      edit: store.edit,
      procedure: code === "" ? null : procedure,
      target: `draft:${initial.requestId}`,
      saveFirst: flush,
      onCard,
    }),
    [store, code, procedure, initial.requestId, flush, onCard],
  );
  return (
    <FormContext value={api}>
      <form
        ref={form}
        className={css.form}
        aria-label={t.screens.intakeTitle}
        onSubmit={(event) => event.preventDefault()}
        onBlur={() => void flush()}
      >
        <EnterMovesOn>
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
          <Conclusion conclude={conclude} saved={autosave.saved} />
        </EnterMovesOn>
        {strip(conclude.again)}
      </form>
    </FormContext>
  );
}

/** Where a column begins: a field or the paper at hand, never a button that one more Enter would press. */
function firstField(column: HTMLElement | undefined): HTMLElement | null | undefined {
  const find = (selector: string) => column?.querySelector<HTMLElement>(selector);
  return (
    find("[data-first] input") ??
    find("[data-papers] [data-cell]:not([tabindex='-1'])") ??
    find("input:not([tabindex='-1'])") ??
    find("button")
  );
}

type ColumnProps = { name: string; hotkey: string; look: string | undefined; children: ReactNode };

function Column({ name, hotkey, look, children }: ColumnProps) {
  return (
    <section className={cx(css.column, look)} aria-label={name} data-column>
      <h2 className={css.columnName}>
        {name} <span aria-hidden="true">{hotkey}</span>
      </h2>
      {children}
    </section>
  );
}
