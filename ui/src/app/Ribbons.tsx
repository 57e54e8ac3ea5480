import type { AppState } from "../api/bindings";
import { useMessages } from "../messages/context";
import css from "./Ribbons.module.css";

/** What must never be overlooked: a demo, a key kept in a file. */
export function Ribbons({ state }: { state: AppState }) {
  const t = useMessages();
  if (!state.demo && !state.insecureKeyring) return null;
  return (
    <aside className={css.ribbon} aria-label={t.signIn.warnings}>
      {state.demo && <strong>{t.signIn.demo}</strong>}
      {state.insecureKeyring && <span>{t.signIn.insecure}</span>}
    </aside>
  );
}
