import { useState } from "react";
import type { CardView, PartyDraft } from "../../api/bindings";
import { call, queryClient, queryKey } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { useCardTarget } from "../../lib/cardTarget";
import { focusSoon } from "../../lib/focusSoon";
import { digitsOf } from "../../lib/identity";
import type { Who } from "./draft";
import { useForm } from "./formContext";
import { placeCard } from "./placeCard";

/** What a card said beside the person: what to look at, where the address may be now. */
export type CardNotes = Pick<CardView, "warnings" | "wards" | "wardCertain">;

export type Cards = {
  error: CommandError | undefined;
  question: { card: PartyDraft; onOwner: () => void; onSubmitter: () => void } | undefined;
  notesOf: (person: PartyDraft) => CardNotes | undefined;
  /** A number typed by hand: what is known of the person comes along. */
  onNumber: (who: Who, number: string) => void;
  forgetError: () => void;
};

/** Reads cards into the person column, wherever the reader fired them. */
export function useCards(): Cards {
  const { store, edit, onCard } = useForm();
  const [error, setError] = useState<CommandError>();
  const [asked, setAsked] = useState<CardView>();
  const [notes, setNotes] = useState<CardView[]>([]);

  const onNumber = async (who: Who, number: string) => {
    const hints = await queryClient
      .fetchQuery({ queryKey: queryKey("person_hints", number), queryFn: () => call("person_hints", number) })
      .catch(() => undefined);
    const known = who === "submitter" ? store.get().draft.submitter : store.get().draft.parties[who];
    if (hints && hints.phone !== "" && !known?.phone)
      edit({ type: "person", who, patch: { phone: hints.phone } });
  };
  const place = (who: Who, card: CardView) => {
    setAsked(undefined);
    setNotes((before) => [...before.filter((one) => !isOf(one, card.person)), card]);
    if (who === "submitter" && store.get().draft.capacity === "owner") {
      edit({ type: "capacity", capacity: capacityFor(store.get().draft.parties[0]) });
    }
    edit({
      type: "person",
      who,
      patch: personOf(
        card,
        who === "submitter" ? store.get().draft.submitter : store.get().draft.parties[who],
      ),
    });
    void onNumber(who, card.person.number);
    focusSoon(() => afterCard(who, !card.wardCertain && card.wards.length > 0));
  };
  const read = async (text: string) => {
    onCard();
    setError(undefined);
    try {
      const card = await call("read_card", text);
      const who = placeCard(store.get().draft, card.person);
      if (who === "ask") setAsked(card);
      else place(who, card);
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
  };
  useCardTarget((text) => void read(text));
  return {
    error,
    question: asked && {
      card: asked.person,
      onOwner: () => place(0, asked),
      onSubmitter: () => place("submitter", asked),
    },
    notesOf: (person) => notes.find((card) => isOf(card, person)),
    onNumber: (who, number) => void onNumber(who, number),
    forgetError: () => setError(undefined),
  };
}

/** What a card said goes with its person, into whichever place that is moved. */
function isOf({ person }: CardView, party: PartyDraft): boolean {
  return person.number !== "" && digitsOf(person.number) === digitsOf(party.number);
}

/** After the card comes the telephone, which no card has; before it, the new ward where the card leaves a choice. */
function afterCard(who: Who, mustChoose: boolean): HTMLElement | null {
  const find = (what: string) => document.querySelector<HTMLElement>(`[data-who="${who}"] ${what}`);
  return mustChoose ? find("[data-candidates]") : find('input[name="phone"]');
}

/** The card's person in a party's place; what cards do not say stays. The ward only when it is certain. */
function personOf(card: CardView, before: PartyDraft | null | undefined): Partial<PartyDraft> {
  const { role: _role, phone, email, ...said } = card.person;
  const ward = card.wardCertain ? card.wards[0] : undefined;
  return {
    ...said,
    phone: phone || before?.phone || "",
    email: email || before?.email || "",
    ward: ward?.code ?? said.ward,
    province: ward?.province ?? said.province,
    fromCard: true,
  };
}

function capacityFor(owner: PartyDraft | undefined): string {
  return owner?.kind === "organisation" ? "legal_representative" : "certified_authority";
}
