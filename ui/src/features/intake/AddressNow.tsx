import { useState } from "react";
import type { PartyDraft, WardHit } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { SearchBox } from "../../components/SearchBox";
import { TextField } from "../../components/TextField";
import { useDelayed } from "../../lib/useDelayed";
import { useMessages } from "../../messages/context";
import { useWrong } from "./formContext";
import css from "./PersonColumn.module.css";
import type { CardNotes } from "./useCards";

type Props = {
  party: PartyDraft;
  path: string;
  onChange: (patch: Partial<PartyDraft>) => void;
  notes: CardNotes | undefined;
};

/** The address today: the ward from candidates or by words, the rest as typed. It never blocks. */
export function AddressNow({ party, path, onChange, notes }: Props) {
  const t = useMessages();
  const wrong = useWrong();
  const candidates = notes && !notes.wardCertain && party.ward === "" ? notes.wards : [];
  const choose = (ward: WardHit) => onChange({ ward: ward.code, province: ward.province });
  return (
    <>
      {candidates.length > 0 && (
        <div className={css.candidates}>
          <p>{t.intake.wardChoose}</p>
          {candidates.map((ward) => (
            <Button key={ward.code} size="small" onPress={() => choose(ward)}>
              {ward.name}, {ward.provinceName}
            </Button>
          ))}
        </div>
      )}
      <Ward
        party={party}
        onChange={onChange}
        onChoose={choose}
        error={wrong(`${path}.ward`)}
        known={notes?.wards ?? []}
      />
      {!party.fromCard && (
        <TextField
          label={t.intake.addressLine}
          name="addressLine"
          value={party.addressLine}
          onChange={(addressLine) => onChange({ addressLine })}
          error={wrong(`${path}.addressLine`) ?? wrong(`${path}.address`)}
        />
      )}
    </>
  );
}

type WardProps = {
  party: PartyDraft;
  onChange: (patch: Partial<PartyDraft>) => void;
  onChoose: (ward: WardHit) => void;
  error: string | undefined;
  known: readonly WardHit[];
};

/** The ward chosen, or a field that finds it. */
function Ward({ party, onChange, onChoose, error, known }: WardProps) {
  const t = useMessages();
  const [text, setText] = useState("");
  const asked = useDelayed(text.trim());
  const {
    data: found = [],
    isPlaceholderData,
    isFetching,
  } = useDesk("search_wards", asked, { enabled: asked !== "" });
  const { data: named } = useDesk("search_wards", party.ward, { enabled: party.ward !== "", fresh: true });
  if (party.ward !== "") {
    const ward = [...known, ...(named ?? [])].find(({ code }) => code === party.ward);
    return (
      <dl className={css.facts}>
        <dt>{t.intake.now}</dt>
        <dd>
          {ward ? `${ward.name}, ${ward.provinceName}` : party.ward}
          <Button
            look="quiet"
            size="small"
            excludeFromTabOrder
            aria-label={`${t.common.edit} ${t.intake.ward}`}
            onPress={() => onChange({ ward: "", province: "" })}
          >
            {t.intake.editPerson}
          </Button>
        </dd>
      </dl>
    );
  }
  return (
    <SearchBox
      label={party.fromCard ? t.intake.now : t.intake.ward}
      placeholder={t.intake.wardSearch}
      text={text}
      onText={setText}
      items={asked === "" ? [] : found}
      idOf={({ code }) => code}
      textOf={({ name }) => name}
      onChoose={(ward) => {
        setText("");
        onChoose(ward);
      }}
      isPending={asked !== text.trim() || isFetching || isPlaceholderData}
      empty={t.intake.wardNone}
      error={error}
      render={({ name, provinceName }) => (
        <>
          {name}, <span className={css.dim}>{provinceName}</span>
        </>
      )}
    />
  );
}
