import { feedChange, feedKey, noBurst, silenceMs } from "./burst";

/** Where there is no field, keys are swallowed once this many came each within so many milliseconds: no hand types so. */
const swallowAfter = 4;
const swallowGapMs = 60;

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Listens to the whole window for a card reader. A field it fired into gets its old text back; the line goes
 * to `onCard`; Enter right after it submits nothing.
 */
export function installCardBurst(
  onCard: (text: string) => void,
  now: () => number = () => performance.now(),
): () => void {
  let state = noBurst;
  let cardAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRestoring = false;
  const values = new WeakMap<Field, string>();

  const finish = () => {
    clearTimeout(timer);
    const { isCard, run } = state;
    state = noBurst;
    if (isCard) onCard(run);
  };
  const keepWaiting = () => {
    cardAt = now();
    clearTimeout(timer);
    timer = setTimeout(finish, silenceMs(state));
  };
  const remember = (event: Event) => {
    if (isField(event.target)) values.set(event.target, event.target.value);
  };
  const onInput = (event: Event) => {
    const field = event.target;
    if (isRestoring || !isField(field)) return;
    state = feedChange(state, values.get(field) ?? "", field.value, now());
    if (!state.isCard) return void values.set(field, field.value);
    event.stopImmediatePropagation();
    isRestoring = true;
    restore(field, state.before);
    isRestoring = false;
    values.set(field, state.before);
    keepWaiting();
  };
  const onKey = (event: KeyboardEvent) => {
    const isEnd = event.key === "Enter" || event.key === "Tab";
    if (isEnd && now() - cardAt <= silenceMs(state)) {
      swallow(event);
      return finish();
    }
    if (isField(event.target)) return remember(event);
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
    const isFast = now() - state.lastAt <= swallowGapMs;
    state = feedKey(state, event.key, now());
    if (state.isCard) keepWaiting();
    if (state.isCard || state.run.includes("|") || (isFast && state.run.length >= swallowAfter))
      swallow(event);
  };

  const options = { capture: true };
  window.addEventListener("focusin", remember, options);
  window.addEventListener("beforeinput", remember, options);
  window.addEventListener("input", onInput, options);
  window.addEventListener("keydown", onKey, options);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("focusin", remember, options);
    window.removeEventListener("beforeinput", remember, options);
    window.removeEventListener("input", onInput, options);
    window.removeEventListener("keydown", onKey, options);
  };
}

const textTypes = ["text", "search", "tel", "email", "password", "url", "number", ""];

function isField(target: EventTarget | null): target is Field {
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  return target instanceof HTMLInputElement && !target.readOnly && textTypes.includes(target.type);
}

/** Puts a text back so that a controlled field notices. */
function restore(field: Field, text: string): void {
  const prototype =
    field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
