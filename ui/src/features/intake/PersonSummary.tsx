import type { PartyDraft } from "../../api/bindings";
import { Button } from "../../components/Button";
import { readBirth, readNumber } from "../../lib/identity";
import { useMessages } from "../../messages/context";
import { AddressNow } from "./AddressNow";
import { CardWarnings } from "./CardWarnings";
import css from "./PersonColumn.module.css";
import type { CardNotes } from "./useCards";

type Props = {
  party: PartyDraft;
  notes: CardNotes | undefined;
  onChange: (patch: Partial<PartyDraft>) => void;
  onEdit: () => void;
};

/** What the card said, to be read and compared, not typed: Tab goes on to the telephone. */
export function PersonSummary({ party, notes, onChange, onEdit }: Props) {
  const t = useMessages();
  const sex = { male: t.intake.male, female: t.intake.female }[party.sex];
  const isAmber = (notes?.warnings ?? []).some((code) => code.startsWith("birth"));
  return (
    <>
      <div className={css.summary}>
        <p className={css.name}>{party.name}</p>
        <Button
          look="quiet"
          size="small"
          excludeFromTabOrder
          onPress={onEdit}
          aria-label={`${t.common.edit} ${party.name}`}
        >
          {t.intake.editPerson}
        </Button>
        <p className={css.number}>
          <span className={css.digits}>{readNumber(party.number)}</span>
          <span className={isAmber ? css.amber : undefined}>{readBirth(party.birth)}</span>
          {sex && <span>{sex}</span>}
        </p>
      </div>
      <dl className={css.facts}>
        <dt>{t.intake.onCard}</dt>
        <dd>{party.addressOnCard}</dd>
      </dl>
      <AddressNow party={party} path="" onChange={onChange} notes={notes} isSummary />
      <CardWarnings warnings={notes?.warnings ?? []} />
    </>
  );
}
