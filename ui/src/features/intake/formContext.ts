import { createContext, type Dispatch, useContext } from "react";
import type { ProcedureView } from "../../api/bindings";
import { fieldError } from "../../api/errors";
import { useErrorWords } from "../../messages/context";
import type { Edit, FormState } from "./draft";

export type IntakeFormApi = {
  state: FormState;
  edit: Dispatch<Edit>;
  procedure: ProcedureView | null;
  /** Where pages of this form go. */
  target: string;
  /** Saves the draft now: pages belong to a draft the desk has. */
  saveFirst: () => Promise<void>;
  /** A card came: what was said of the one before is over. */
  onCard: () => void;
};

export const FormContext = createContext<IntakeFormApi | null>(null);

export function useForm(): IntakeFormApi {
  const form = useContext(FormContext);
  if (!form) throw new Error("a part of the intake form stands outside it");
  return form;
}

/** Words for what the desk said of a field, by its path. */
export function useWrong(): (path: string) => string | undefined {
  const words = useErrorWords();
  const { errors } = useForm().state;
  return (path) => {
    const found = fieldError(errors, path);
    return found && words(found);
  };
}
