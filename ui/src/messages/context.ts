import { createContext, useCallback, useContext } from "react";
import type { ErrorView, FieldError } from "../api/bindings";
import { type Messages, vi } from "./vi";

export const MessagesContext = createContext<Messages>(vi);

export function useMessages(): Messages {
  return useContext(MessagesContext);
}

/** Words for an error or a field's error, by code. */
export function useErrorWords(): (error: Pick<ErrorView | FieldError, "code" | "params">) => string {
  const { errors, errorOther } = useMessages();
  return useCallback(
    (error) => errors[error.code]?.(error.params) ?? errorOther(error.code),
    [errors, errorOther],
  );
}
