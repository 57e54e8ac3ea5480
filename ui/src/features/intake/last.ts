import type { IntakeDraft, PartyDraft, ReceivedView } from "../../api/bindings";

/** What was just received: shown until the next card, and enough to go on for the same person. */
export type LastReceived = {
  received: ReceivedView;
  parties: readonly PartyDraft[];
  capacity: string;
  submitter: PartyDraft | null;
};

export function lastOf(received: ReceivedView, draft: IntakeDraft): LastReceived {
  return { received, parties: draft.parties, capacity: draft.capacity, submitter: draft.submitter };
}
