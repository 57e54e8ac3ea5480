/** Puts the focus on the first field the desk refused, in the order of the form. */
export function focusFirstError(form: HTMLElement | null): void {
  const wrong = form?.querySelector<HTMLElement>(
    'input[aria-invalid="true"], textarea[aria-invalid="true"], [data-invalid] button, [data-invalid] input, [data-wrong] input, [data-wrong] button',
  );
  wrong?.focus();
  wrong?.scrollIntoView({ block: "nearest" });
}
