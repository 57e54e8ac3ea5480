import { Mark } from "../../components/Mark";
import { useMessages } from "../../messages/context";
import css from "./Gate.module.css";

/** The sign over the door, before anyone is in. */
export function Brand({ note }: { note?: string | undefined }) {
  const t = useMessages();
  return (
    <div className={css.brand}>
      <Mark />
      <div>
        <p className={css.brandName}>{t.product}</p>
        {note && <p className={css.office}>{note}</p>}
      </div>
    </div>
  );
}
