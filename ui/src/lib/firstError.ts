/** The first field the desk refused, in the order of the form. */
export function firstError(form: HTMLElement | null): HTMLElement | null | undefined {
  return form?.querySelector<HTMLElement>(
    'input[aria-invalid="true"], textarea[aria-invalid="true"], [data-invalid] button, [data-invalid] input, [data-wrong] input, [data-wrong] button',
  );
}
