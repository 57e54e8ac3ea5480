import { cx } from "../lib/class";
import css from "./Code.module.css";

/** A dossier code: mono, the running number emphasised. */
export function Code({ code, large = false }: { code: string; large?: boolean }) {
  const cut = code.lastIndexOf("-") + 1;
  return (
    <span className={cx(css.code, large && css.large)} translate="no">
      {code.slice(0, cut)}
      <strong>{code.slice(cut)}</strong>
    </span>
  );
}
