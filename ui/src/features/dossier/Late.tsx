import type { LatenessView } from "../../api/bindings";
import { Chip } from "../../components/Chip";
import { span } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Dossier.module.css";

const parts = ["sync", "department", "officer", "citizen"] as const;

/** By how much a dossier is late, the main cause, and the parts when there are several. */
export function Late({ late }: { late: LatenessView }) {
  const t = useMessages();
  const words = (ms: number) => {
    const { unit, count } = span(ms);
    return t.span[unit](count);
  };
  const made = parts.filter((part) => late[part] > 0);
  const cause = t.dossier.causes[late.cause] ?? late.cause;
  return (
    <>
      <Chip tone="late">{t.dossier.late(t.dossiers.overdue(words(late.total)), cause)}</Chip>
      {made.length > 1 && (
        <p className={css.dim}>
          {made.map((part) => `${t.dossier.causes[part]} ${words(late[part])}`).join(" · ")}
        </p>
      )}
    </>
  );
}
