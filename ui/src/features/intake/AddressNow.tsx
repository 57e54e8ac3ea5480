import { type KeyboardEvent, useRef, useState } from "react";
import type { PartyDraft, WardHit } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { SearchBox } from "../../components/SearchBox";
import { TextField } from "../../components/TextField";
import { focusSoon } from "../../lib/focusSoon";
import { useDelayed } from "../../lib/useDelayed";
import { useMessages } from "../../messages/context";
import { useMoveOn } from "./EnterMovesOn";
import { useWrong } from "./formContext";
import css from "./PersonColumn.module.css";
import type { CardNotes } from "./useCards";

type Props = {
  party: PartyDraft;
  path: string;
  onChange: (patch: Partial<PartyDraft>) => void;
  notes: CardNotes | undefined;
  /** Read from a card and shown as text; what is typed is asked for only to correct it. */
  isSummary?: boolean;
};

/** The address today: the ward from candidates or by words, the rest as typed. It never blocks. */
export function AddressNow({ party, path, onChange, notes, isSummary = false }: Props) {
  const t = useMessages();
  const wrong = useWrong();
  const candidates = notes && !notes.wardCertain && party.ward === "" ? notes.wards : [];
  const [isCorrecting, setCorrecting] = useState(false);
  const block = useRef<HTMLDivElement>(null);
  const choose = (ward: WardHit) => onChange({ ward: ward.code, province: ward.province });
  const chooseCandidate = (ward: WardHit) => {
    const party = block.current?.closest("[data-who]");
    choose(ward);
    focusSoon(() => party?.querySelector<HTMLElement>('input[name="phone"]'));
  };
  return (
    <>
      {candidates.length > 0 && (
        <div
          ref={block}
          className={css.candidates}
          role="group"
          aria-label={t.intake.wardChoose}
          data-candidates
          tabIndex={-1}
          onKeyDown={moveAmong}
        >
          <p>{t.intake.wardChoose}</p>
          {candidates.map((ward) => (
            <Button key={ward.code} size="small" onPress={() => chooseCandidate(ward)}>
              {ward.name}, {ward.provinceName}
            </Button>
          ))}
        </div>
      )}
      <Ward
        party={party}
        onCorrect={() => {
          setCorrecting(true);
          onChange({ ward: "", province: "" });
        }}
        onChoose={choose}
        error={wrong(`${path}.ward`)}
        known={notes?.wards ?? []}
      />
      {(!isSummary || isCorrecting) && (
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

/** The question stands without an answer: Enter or an arrow goes to the first ward, Enter there takes it. */
function moveAmong(event: KeyboardEvent<HTMLElement>) {
  const group = event.currentTarget;
  const wards = [...group.querySelectorAll("button")];
  const at = wards.indexOf(event.target as HTMLButtonElement);
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (by === undefined && (event.key !== "Enter" || event.target !== group)) return;
  event.preventDefault();
  wards[Math.min(wards.length - 1, Math.max(0, at + (by ?? 1)))]?.focus();
}

type WardProps = {
  party: PartyDraft;
  onCorrect: () => void;
  onChoose: (ward: WardHit) => void;
  error: string | undefined;
  known: readonly WardHit[];
};

/** The ward chosen, or a field that finds it. */
function Ward({ party, onCorrect, onChoose, error, known }: WardProps) {
  const t = useMessages();
  const moveOn = useMoveOn();
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
          {[party.fromCard && party.addressLine, ward ? `${ward.name}, ${ward.provinceName}` : party.ward]
            .filter(Boolean)
            .join(", ")}
          <Button
            look="quiet"
            size="small"
            excludeFromTabOrder
            aria-label={`${t.common.edit} ${t.intake.ward}`}
            onPress={onCorrect}
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
      placeholder={party.fromCard ? t.intake.wardUnknown : t.intake.wardSearch}
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
      onEnterEmpty={() => text.trim() === "" && moveOn()}
      error={error}
      render={({ name, provinceName }) => (
        <>
          {name}, <span className={css.dim}>{provinceName}</span>
        </>
      )}
    />
  );
}
