import { Icon } from "../../components/Icon";
import css from "./Settings.module.css";

/** A tick where something was saved. */
export function Saved({ isSaved }: { isSaved: boolean }) {
  return <span className={css.saved}>{isSaved && <Icon name="check" />}</span>;
}
