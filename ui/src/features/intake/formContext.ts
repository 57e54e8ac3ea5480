import { createContext, useContext, useRef, useSyncExternalStore } from "react";
import type { FieldError, IntakeDraft, ProcedureView } from "../../api/bindings";
import { fieldError } from "../../api/errors";
import { useErrorWords } from "../../messages/context";
import type { FormState } from "./draft";
import type { FormStore } from "./formStore";

export type IntakeFormApi = {
  store: FormStore;
  edit: FormStore["edit"];
  procedure: ProcedureView | null;
  /** Where pages of this form go. */
  target: string;
  /** Saves the draft now: pages belong to a draft the desk has. */
  saveFirst: () => Promise<unknown>;
  /** A card came: what was said of the one before is over. */
  onCard: () => void;
};

export const FormContext = createContext<IntakeFormApi | null>(null);

export function useForm(): IntakeFormApi {
  const form = useContext(FormContext);
  if (!form) throw new Error("a part of the intake form stands outside it");
  return form;
}

/** A part of the form's state; the component is drawn again when that part changes. */
export function useFormState<T>(select: (state: FormState) => T): T {
  const { store } = useForm();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** Some fields of the draft, the same object while none of them changes. */
export function useDraft<K extends keyof IntakeDraft>(...fields: K[]): Pick<IntakeDraft, K> {
  const last = useRef<Pick<IntakeDraft, K> | null>(null);
  return useFormState(({ draft }) => {
    const before = last.current;
    if (before && fields.every((field) => before[field] === draft[field])) return before;
    last.current = Object.fromEntries(fields.map((field) => [field, draft[field]])) as Pick<IntakeDraft, K>;
    return last.current;
  });
}

export function useFormErrors(): readonly FieldError[] {
  return useFormState(({ errors }) => errors);
}

/** Words for what the desk said of a field, by its path. */
export function useWrong(): (path: string) => string | undefined {
  const words = useErrorWords();
  const errors = useFormErrors();
  return (path) => {
    const found = fieldError(errors, path);
    return found && words(found);
  };
}
