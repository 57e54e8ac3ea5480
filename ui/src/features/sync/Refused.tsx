import type { RefusalView } from "../../api/bindings";
import { Notice } from "../../components/Notice";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

type Props = {
  refusal: RefusalView;
  choices: readonly string[];
  /** Why the centre had held it. */
  why: string | undefined;
  now: number;
};

/** What was to be done while it was held is done: only the reason is left. */
const withoutAdvice = (why: string) => why.split(" – ")[0] ?? why;

/** Who refused an act at the centre, when and why; what it means, and what the officer does now. */
export function Refused({ refusal, choices, why, now }: Props) {
  const t = useMessages();
  return (
    <>
      <Notice tone="late">
        {t.sync.refusedBy(refusal.officer, moment(refusal.at, now), refusal.reason)}
      </Notice>
      <p>{t.sync.refusedMeans}</p>
      <p>{choices.includes("resend") ? t.sync.refusedAgain : t.sync.refusedAnew}</p>
      {why && <p className={css.dim}>{t.sync.heldFor(withoutAdvice(why))}</p>}
    </>
  );
}
