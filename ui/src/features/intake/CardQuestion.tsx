import type { PartyDraft } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { useMessages } from "../../messages/context";
import css from "./PersonColumn.module.css";

type Props = { card: PartyDraft; onOwner: () => void; onSubmitter: () => void };

/** A second card, and only the officer knows whose it is. */
export function CardQuestion({ card, onOwner, onSubmitter }: Props) {
  const t = useMessages();
  return (
    <Notice tone="accent" live>
      <p>{t.intake.otherCard(card.name)}</p>
      <div className={css.answers}>
        <Button size="small" autoFocus onPress={onSubmitter}>
          {t.intake.asSubmitter}
        </Button>
        <Button size="small" onPress={onOwner}>
          {t.intake.asOwner}
        </Button>
      </div>
    </Notice>
  );
}
