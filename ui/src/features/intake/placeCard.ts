import type { IntakeDraft, PartyDraft } from "../../api/bindings";
import { digitsOf } from "../../lib/identity";
import { isNamed, type Who } from "./draft";

/**
 * Whose card this is: the owner's slot when it is free, the next party's for a procedure of several, the
 * submitter's beside an organisation; `ask` when only the officer can know.
 */
export function placeCard(draft: IntakeDraft, card: PartyDraft): Who | "ask" {
  const same = draft.parties.findIndex(
    (party) => party.number !== "" && digitsOf(party.number) === digitsOf(card.number),
  );
  if (same >= 0) return same;
  if (draft.parties[0]?.kind === "organisation") return "submitter";
  const free = draft.parties.findIndex((party) => !isNamed(party) && fits(party.role, card.sex));
  if (free >= 0) return free;
  const { submitter } = draft;
  if (draft.capacity !== "owner" && (!submitter || !isNamed(submitter))) return "submitter";
  if (submitter && submitter.number !== "" && digitsOf(submitter.number) === digitsOf(card.number))
    return "submitter";
  return "ask";
}

/** A child that is registered has no card; a groom's slot is not for a woman's. */
function fits(role: string, sex: string): boolean {
  if (role === "husband" || role === "father") return sex !== "female";
  if (role === "wife" || role === "mother") return sex !== "male";
  return role !== "child";
}
