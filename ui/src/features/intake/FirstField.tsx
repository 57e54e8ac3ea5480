import { useEffect, useRef, useState } from "react";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/TextField";
import { deliverCard } from "../../lib/cardTarget";
import { focusSoon } from "../../lib/focusSoon";
import { digitsOf, kindOfTyped } from "../../lib/identity";
import { useMessages } from "../../messages/context";
import { isNamed } from "./draft";
import { useForm } from "./formContext";
import css from "./PersonColumn.module.css";
import type { Cards } from "./useCards";

/** The first field takes a card, a number, or words of the errand: many talks begin with that. */
export function FirstField({ reading }: { reading: Cards }) {
  const t = useMessages();
  const { store, edit } = useForm();
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const kind = kindOfTyped(text);
  useEffect(() => field.current?.focus(), []);

  const take = () => {
    if (kind === "empty") return focusName(0);
    setText("");
    if (kind === "card") return void deliverCard(text.trim());
    if (kind === "number") return takeNumber();
    const search = document.querySelector<HTMLInputElement>("[data-procedure-search] input");
    if (search) offer(search, text.trim());
  };
  const takeNumber = () => {
    const free = store.get().draft.parties.findIndex((party) => !isNamed(party) && party.role !== "child");
    const who = Math.max(0, free);
    edit({ type: "person", who, patch: { number: digitsOf(text) } });
    reading.onNumber(who, digitsOf(text));
    focusName(who);
  };
  return (
    <div className={css.first} data-first>
      <TextField
        label={t.intake.first}
        labelAt="hidden"
        placeholder={t.intake.first}
        name="first"
        value={text}
        onChange={(value) => {
          setText(value);
          reading.forgetError();
        }}
        onEnter={take}
        inputRef={field}
        hint={t.intake.firstHint[kind] || undefined}
      />
      {reading.error && <ErrorNotice error={reading.error} />}
    </div>
  );
}

export function focusName(who: number): void {
  focusSoon(() => document.querySelector<HTMLElement>(`[data-who="${who}"] input[name="name"]`));
}

/** Moves words of the errand to the procedure field, as if they had been typed there. */
function offer(search: HTMLInputElement, words: string): void {
  search.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(search, words);
  search.dispatchEvent(new Event("input", { bubbles: true }));
}
