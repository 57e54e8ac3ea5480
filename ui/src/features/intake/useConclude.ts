import { type RefObject, useRef, useState } from "react";
import type { IntakeDraft, PartyDraft, ReceivedView } from "../../api/bindings";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { firstError } from "../../lib/firstError";
import { focusSoon } from "../../lib/focusSoon";
import { hasContent } from "./draft";
import type { FormStore } from "./formStore";
import type { LastReceived } from "./last";
import type { Autosave } from "./useAutosave";

/** Who comes along into the next form. */
function samePerson({ parties, capacity, submitter }: LastReceived): Partial<IntakeDraft> {
  return { parties: [...parties], capacity, submitter };
}

/** Asked for twice: there is nothing of anybody else to keep. */
function isOnlyThem({ procedure, note, parties, submitter }: IntakeDraft, last: LastReceived): boolean {
  const people = (of: Pick<IntakeDraft, "submitter"> & { parties: readonly PartyDraft[] }) =>
    JSON.stringify([of.parties, of.submitter]);
  return procedure === "" && note === "" && people({ parties, submitter }) === people(last);
}

type Parts = {
  store: FormStore;
  autosave: Autosave;
  form: RefObject<HTMLFormElement | null>;
  onReceived: (received: ReceivedView, draft: IntakeDraft) => void;
  onNext: (draft: IntakeDraft) => void;
};

export type Conclude = {
  receive: () => void;
  park: () => void;
  discard: () => void;
  /** Another procedure for the person just served; whoever was being typed is parked, not lost. */
  again: (last: LastReceived) => void;
  error: CommandError | undefined;
  isBusy: boolean;
};

/** What ends the form. A second press while the first is under way is nothing; the request id does the rest. */
export function useConclude({ store, autosave, form, onReceived, onNext }: Parts): Conclude {
  const [error, setError] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  const isUnderWay = useRef(false);

  const once = (act: () => Promise<void>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(undefined);
    // After it has worked another form takes this one's place, so only a refusal opens it again.
    void act().catch((thrown: unknown) => {
      isUnderWay.current = false;
      setBusy(false);
      const refused = toCommandError(thrown);
      setError(refused);
      store.edit({ type: "errors", errors: refused.view.fields });
      if (refused.view.fields.length > 0) focusSoon(() => firstError(form.current));
    });
  };
  const receive = async () => {
    await autosave.flush();
    const { draft } = store.get();
    const received = await call("receive", draft);
    await autosave.stop();
    onReceived(received, draft);
    onNext(await call("current_draft", null));
  };
  const park = async () => {
    await autosave.flush();
    const next = await call("park", store.get().draft);
    await autosave.stop();
    onNext(next);
  };
  const discard = async () => {
    // One that is under way would bring the form back.
    await autosave.flush();
    const next = await call("discard_draft", store.get().draft.requestId);
    await autosave.stop();
    onNext(next);
  };
  const again = async (last: LastReceived) => {
    await autosave.flush();
    const next = { ...(await call("park", store.get().draft)), ...samePerson(last) };
    await autosave.stop();
    await call("save_draft", next);
    onNext(next);
  };
  return {
    // The second press of a double one meets the next, empty form: there is nothing to conclude.
    receive: () => hasContent(store.get().draft) && once(receive),
    park: () => hasContent(store.get().draft) && once(park),
    discard: () => once(discard),
    again: (last) => {
      const { draft } = store.get();
      if (hasContent(draft) && !isOnlyThem(draft, last)) once(() => again(last));
      else store.edit({ type: "set", patch: samePerson(last) });
    },
    error,
    isBusy,
  };
}
