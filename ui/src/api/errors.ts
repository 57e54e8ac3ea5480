import type { ErrorView, FieldError } from "./bindings";

/** A refused command. The window decides on `code`, never on text. */
export class CommandError extends Error {
  readonly view: ErrorView;

  constructor(view: ErrorView) {
    super(view.code);
    this.name = "CommandError";
    this.view = view;
  }
}

/** Whatever a driver threw, as an error with a code. */
export function toCommandError(thrown: unknown): CommandError {
  if (thrown instanceof CommandError) return thrown;
  if (isErrorView(thrown)) return new CommandError({ ...emptyError, ...thrown });
  return new CommandError({ ...emptyError, code: "window.unreachable" });
}

/** The error of one field, if there is one. */
export function fieldError(errors: readonly FieldError[], path: string): FieldError | undefined {
  return errors.find((error) => error.path === path);
}

/** Errors whose remedy is at the counter; a trace code beside them would only disturb. */
const atTheCounter =
  /^(?:(?:sign_in|enrol|card|file|scan|draft|intake|dossier|forward|list|attachment)\.|courier\.(?:nothing|folder|full|gone|answer_missing)$)/;

/** Whether the words should carry the code by which an administrator finds what happened. */
export function isForAdministrator({ code }: Pick<ErrorView, "code">): boolean {
  return !atTheCounter.test(code);
}

const emptyError: ErrorView = { code: "", params: {}, fields: [], traceId: "" };

function isErrorView(thrown: unknown): thrown is ErrorView {
  return typeof thrown === "object" && thrown !== null && typeof (thrown as ErrorView).code === "string";
}
