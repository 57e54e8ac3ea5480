const tries = 40;
const everyMs = 16;

/** Puts the focus on something that is about to be on the screen. */
export function focusSoon(find: () => HTMLElement | null | undefined, left = tries): void {
  const found = find();
  if (found) found.focus();
  else if (left > 0) setTimeout(() => focusSoon(find, left - 1), everyMs);
}
