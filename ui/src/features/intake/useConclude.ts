import { type Dispatch, type RefObject, useRef, useState } from "react";
import type { IntakeDraft, ReceivedView } from "../../api/bindings";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { focusFirstError } from "../../lib/focusFirstError";
import { type Edit, type FormState, hasContent } from "./draft";
import type { Autosave } from "./useAutosave";

type Parts = {
  state: FormState;
  edit: Dispatch<Edit>;
  autosave: Autosave;
  form: RefObject<HTMLFormElement | null>;
  onReceived: (received: ReceivedView) => void;
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
export function useConclude({ state, edit, autosave, form, onReceived, onNext }: Parts): Conclude {
  const [error, setError] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  const isUnderWay = useRef(false);
  const { draft } = state;

  const once = (act: () => Promise<void>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(undefined);
    void act()
      .catch((thrown: unknown) => {
        const refused = toCommandError(thrown);
        setError(refused);
        edit({ type: "errors", errors: refused.view.fields });
        requestAnimationFrame(() => focusFirstError(form.current));
      })
      .finally(() => {
        isUnderWay.current = false;
        setBusy(false);
      });
  };
  const receive = async () => {
    await autosave.flush();
    const received = await call("receive", draft);
    await autosave.stop();
    onReceived(received);
    onNext(await call("current_draft", null));
  };
  const park = async () => {
    await autosave.flush();
    const next = await call("park", draft);
    await autosave.stop();
    onNext(next);
  };
  const discard = async () => {
    const next = await call("discard_draft", draft.requestId);
    await autosave.stop();
    onNext(next);
  };
  return {
    // The second press of a double one meets the next, empty form: there is nothing to conclude.
    receive: () => hasContent(draft) && once(receive),
    park: () => hasContent(draft) && once(park),
    discard: () => once(discard),
    error,
    isBusy,
  };
}
