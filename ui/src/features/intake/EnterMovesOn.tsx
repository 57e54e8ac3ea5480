import type { KeyboardEvent, ReactNode } from "react";
import { FocusScope, useFocusManager } from "react-aria/FocusScope";
import css from "./Intake.module.css";

/** Enter goes on to the next field, as on the paper form, and at the end to the conclusion. */
export function EnterMovesOn({ children }: { children: ReactNode }) {
  return (
    <FocusScope>
      <Fields>{children}</Fields>
    </FocusScope>
  );
}

/** To the next field, for one that has taken Enter itself and has nothing to do with it. */
export function useMoveOn(): () => void {
  const manager = useFocusManager();
  return () => manager?.focusNext({ tabbable: true, accept: isNext });
}

function Fields({ children }: { children: ReactNode }) {
  const toNext = useMoveOn();
  const moveOn = (event: KeyboardEvent) => {
    if (!isPlainEnter(event) || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    event.stopPropagation();
    toNext();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the keys of what is inside
    <div
      className={css.fields}
      onKeyDownCapture={(event) => keepsEnter(event.target) && moveOn(event)}
      onKeyDown={(event) => isField(event.target) && moveOn(event)}
    >
      {children}
    </div>
  );
}

function isPlainEnter(event: KeyboardEvent): boolean {
  if (event.nativeEvent.isComposing || event.keyCode === 229 || event.defaultPrevented) return false;
  return event.key === "Enter" && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey;
}

/** A list of suggestions takes Enter for itself. */
function isField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.getAttribute("role") !== "combobox";
}

const keepers =
  "[aria-haspopup='listbox']:not([aria-expanded='true']), [inputmode='numeric'], [type='radio'], [type='checkbox']";

/**
 * What would keep Enter for itself: a closed list of choices, which the space bar and the arrows open, a box to tick,
 * and a number, which is taken over when the focus leaves it. The papers have their own way with Enter.
 */
function keepsEnter(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.matches(keepers) && !target.closest("[data-papers]");
}

/** Never a button that one more Enter would press, but for the conclusion. */
function isNext(element: Element): boolean {
  return element.matches("input, textarea, [data-cell], [aria-haspopup='listbox'], [data-conclude]");
}
