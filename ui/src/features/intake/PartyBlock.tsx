import { useState } from "react";
import type { PartyDraft } from "../../api/bindings";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import { readPhone } from "../../lib/identity";
import { useMessages } from "../../messages/context";
import type { Who } from "./draft";
import { useForm, useFormErrors, useWrong } from "./formContext";
import { OrganisationFields } from "./OrganisationFields";
import css from "./PersonColumn.module.css";
import { PersonFields } from "./PersonFields";
import { PersonSummary } from "./PersonSummary";
import type { CardNotes } from "./useCards";

type Props = {
  who: Who;
  party: PartyDraft;
  title?: string | undefined;
  notes?: CardNotes | undefined;
  /** The procedure knows no such party; what was typed stays until the officer takes it out. */
  isUnexpected?: boolean;
  onRemove?: (() => void) | undefined;
};

/** One party: what the card said as text, or fields to type; then the telephone, which no card has. */
export function PartyBlock({ who, party, title, notes, isUnexpected = false, onRemove }: Props) {
  const t = useMessages();
  const { edit } = useForm();
  const errors = useFormErrors();
  const wrong = useWrong();
  const [isEditing, setEditing] = useState(false);
  const [isEmailOpen, setEmailOpen] = useState(false);
  const path = who === "submitter" ? "submitter" : `parties.${who}`;
  const isWrong = errors.some(
    (error) =>
      error.path.startsWith(`${path}.`) &&
      ![`${path}.phone`, `${path}.email`, `${path}.role`].includes(error.path),
  );
  const change = (patch: Partial<PartyDraft>) => edit({ type: "person", who, patch });
  const hasEmail = isEmailOpen || party.email !== "" || wrong(`${path}.email`) !== undefined;
  const wrongRole = wrong(`${path}.role`) ?? (isUnexpected ? t.intake.partyUnexpected : undefined);
  const isSummary = party.fromCard && !isEditing && !isWrong;
  return (
    <div className={css.party} data-who={who}>
      {title && <h3 className={css.role}>{title}</h3>}
      {wrongRole && <p className={css.amber}>{wrongRole}</p>}
      {onRemove && (
        <Button
          look="quiet"
          size="small"
          aria-label={`${t.intake.removeParty}: ${party.name || title}`}
          onPress={onRemove}
        >
          {t.intake.removeParty}
        </Button>
      )}
      {party.kind === "organisation" && <OrganisationFields party={party} path={path} onChange={change} />}
      {party.kind !== "organisation" && isSummary && (
        <PersonSummary party={party} notes={notes} onChange={change} onEdit={() => setEditing(true)} />
      )}
      {party.kind !== "organisation" && !isSummary && (
        <PersonFields party={party} path={path} onChange={change} notes={notes} />
      )}
      <TextField
        label={t.intake.phone}
        name="phone"
        type="tel"
        inputMode="tel"
        value={party.phone}
        onChange={(phone) => change({ phone })}
        onBlur={() => party.phone !== readPhone(party.phone) && change({ phone: readPhone(party.phone) })}
        {...(!hasEmail && { onEnter: () => setEmailOpen(true) })}
        after={
          !hasEmail && (
            <Button
              look="quiet"
              size="small"
              excludeFromTabOrder
              aria-label={t.intake.addEmail}
              onPress={() => setEmailOpen(true)}
            >
              {t.intake.email}
            </Button>
          )
        }
        error={wrong(`${path}.phone`)}
      />
      {hasEmail && (
        <TextField
          label={t.intake.email}
          name="email"
          type="email"
          inputMode="email"
          autoFocus={isEmailOpen}
          value={party.email}
          onChange={(email) => change({ email })}
          error={wrong(`${path}.email`)}
        />
      )}
    </div>
  );
}
