import type { RefusalView } from "../../api/bindings";
import { Notice } from "../../components/Notice";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { reasonOf } from "../../messages/reason";
import css from "./Sync.module.css";

type Props = {
  refusal: RefusalView;
  choices: readonly string[];
  /** Why the centre had held it: a reason code. */
  kind: string;
  now: number;
};

/** Who refused an act at the centre, when and why; what it means, and what the officer does now. */
export function Refused({ refusal, choices, kind, now }: Props) {
  const t = useMessages();
  return (
    <>
      <Notice tone="late">
        {t.sync.refusedBy(refusal.officer, moment(refusal.at, now), refusal.reason)}
      </Notice>
      <p>{t.sync.refusedMeans}</p>
      <p>{choices.includes("resend") ? t.sync.refusedAgain : t.sync.refusedAnew}</p>
      <p className={css.dim}>{t.sync.heldFor(reasonOf(kind, t))}</p>
    </>
  );
}
