import { useState } from "react";
import type { PartyDraft } from "../../api/bindings";
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

type Props = { who: Who; party: PartyDraft; title?: string | undefined; notes?: CardNotes | undefined };

/** One party: what the card said as text, or fields to type; then the telephone, which no card has. */
export function PartyBlock({ who, party, title, notes }: Props) {
  const t = useMessages();
  const { edit } = useForm();
  const errors = useFormErrors();
  const wrong = useWrong();
  const [isEditing, setEditing] = useState(false);
  const path = who === "submitter" ? "submitter" : `parties.${who}`;
  const isWrong = errors.some((error) => error.path.startsWith(`${path}.`) && error.path !== `${path}.phone`);
  const change = (patch: Partial<PartyDraft>) => edit({ type: "person", who, patch });
  const isSummary = party.fromCard && !isEditing && !isWrong;
  return (
    <div className={css.party} data-who={who}>
      {title && <h3 className={css.role}>{title}</h3>}
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
        error={wrong(`${path}.phone`)}
      />
    </div>
  );
}
