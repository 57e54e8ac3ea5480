import { cx } from "../lib/class";
import css from "./Code.module.css";

/**
 * A dossier code: mono, the running number emphasised. Where there is too little room the beginning
 * gives way, never the number.
 */
export function Code({ code, large = false }: { code: string; large?: boolean }) {
  const cut = code.lastIndexOf("-") + 1;
  return (
    <span className={cx(css.code, large && css.large)} title={code} translate="no">
      <span className={css.start}>{code.slice(0, cut)}</span>
      <strong>{code.slice(cut)}</strong>
    </span>
  );
}
