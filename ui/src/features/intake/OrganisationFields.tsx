import type { PartyDraft } from "../../api/bindings";
import { TextField } from "../../components/TextField";
import { useMessages } from "../../messages/context";
import { AddressNow } from "./AddressNow";
import { useWrong } from "./formContext";
import css from "./PersonColumn.module.css";

type Props = { party: PartyDraft; path: string; onChange: (patch: Partial<PartyDraft>) => void };

/** An organisation or enterprise; a card read now is its submitter's. */
export function OrganisationFields({ party, path, onChange }: Props) {
  const t = useMessages();
  const wrong = useWrong();
  return (
    <>
      <TextField
        label={t.intake.organisationName}
        name="name"
        value={party.name}
        onChange={(name) => onChange({ name })}
        error={wrong(`${path}.name`)}
        className={css.strong}
      />
      <TextField
        label={t.intake.taxCode}
        name="taxCode"
        mono
        value={party.taxCode}
        onChange={(taxCode) => onChange({ taxCode })}
        error={wrong(`${path}.taxCode`)}
      />
      <TextField
        label={t.intake.representative}
        name="representative"
        value={party.representative}
        onChange={(representative) => onChange({ representative })}
        error={wrong(`${path}.representative`)}
      />
      <AddressNow party={party} path={path} onChange={onChange} notes={undefined} />
    </>
  );
}
