import type { IntakeDraft } from "../../api/bindings";
import { type Edit, type FormState, reduce, startForm } from "./draft";

/** The form's state beside the tree, so that a letter typed in one field draws that field and not the whole form. */
export type FormStore = {
  get: () => FormState;
  edit: (edit: Edit) => void;
  subscribe: (listener: () => void) => () => void;
};

export function createFormStore(initial: IntakeDraft): FormStore {
  let state = startForm(initial);
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    edit: (edit) => {
      state = reduce(state, edit);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
