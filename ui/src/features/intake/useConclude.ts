import { type RefObject, useRef, useState } from "react";
import type { IntakeDraft, ReceivedView } from "../../api/bindings";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { firstError } from "../../lib/firstError";
import { focusSoon } from "../../lib/focusSoon";
import { hasContent } from "./draft";
import type { FormStore } from "./formStore";
import type { Autosave } from "./useAutosave";

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
    const next = await call("discard_draft", store.get().draft.requestId);
    await autosave.stop();
    onNext(next);
  };
  return {
    // The second press of a double one meets the next, empty form: there is nothing to conclude.
    receive: () => hasContent(store.get().draft) && once(receive),
    park: () => hasContent(store.get().draft) && once(park),
    discard: () => once(discard),
    error,
    isBusy,
  };
}
