import type { PartyDraft } from "../../api/bindings";
import { Choice } from "../../components/Choice";
import { TextField } from "../../components/TextField";
import { readBirth } from "../../lib/identity";
import { useMessages } from "../../messages/context";
import { AddressNow } from "./AddressNow";
import { CardWarnings } from "./CardWarnings";
import { useWrong } from "./formContext";
import css from "./PersonColumn.module.css";
import type { CardNotes } from "./useCards";

type Props = {
  party: PartyDraft;
  path: string;
  onChange: (patch: Partial<PartyDraft>) => void;
  notes: CardNotes | undefined;
};

/** A person typed by hand. Nothing is reformatted before the field is left. */
export function PersonFields({ party, path, onChange, notes }: Props) {
  const t = useMessages();
  const wrong = useWrong();
  return (
    <>
      <TextField
        label={t.intake.name}
        name="name"
        value={party.name}
        onChange={(name) => onChange({ name })}
        onBlur={() => party.name !== party.name.trim() && onChange({ name: party.name.trim() })}
        error={wrong(`${path}.name`)}
        className={css.strong}
      />
      <TextField
        label={t.intake.number}
        name="number"
        inputMode="numeric"
        mono
        value={party.number}
        onChange={(number) => onChange({ number })}
        error={wrong(`${path}.number`)}
      />
      <div className={css.pair}>
        <TextField
          label={t.intake.birth}
          name="birth"
          placeholder={t.intake.birthHint}
          value={party.birth}
          onChange={(birth) => onChange({ birth })}
          onBlur={() => party.birth !== readBirth(party.birth) && onChange({ birth: readBirth(party.birth) })}
          error={wrong(`${path}.birth`)}
        />
        <Choice
          label={t.intake.sex}
          labelAt="hidden"
          value={party.sex}
          onChange={(sex) => onChange({ sex })}
          options={[
            { id: "male", name: t.intake.male },
            { id: "female", name: t.intake.female },
          ]}
        />
      </div>
      {party.addressOnCard !== "" && (
        <TextField
          label={t.intake.onCard}
          name="addressOnCard"
          value={party.addressOnCard}
          onChange={(addressOnCard) => onChange({ addressOnCard })}
          error={wrong(`${path}.addressOnCard`)}
        />
      )}
      <AddressNow party={party} path={path} onChange={onChange} notes={notes} />
      <CardWarnings warnings={notes?.warnings ?? []} />
    </>
  );
}
