import { Button } from "../../components/Button";
import { Choice } from "../../components/Choice";
import { Select } from "../../components/Select";
import { useMessages } from "../../messages/context";
import { CardQuestion } from "./CardQuestion";
import { emptyParty } from "./draft";
import { FirstField } from "./FirstField";
import { useDraft, useForm, useWrong } from "./formContext";
import { OpenDossiers } from "./OpenDossiers";
import { PartyBlock } from "./PartyBlock";
import css from "./PersonColumn.module.css";
import { useCards } from "./useCards";

/** Who: the card or number, each party, the submitter and the capacity they act in. */
export function PersonColumn() {
  const t = useMessages();
  const { edit, procedure } = useForm();
  const draft = useDraft("parties", "capacity", "submitter");
  const wrong = useWrong();
  const cards = useCards();
  const owner = draft.parties[0];
  const capacities = Object.entries(t.intake.capacities).map(([id, name]) => ({ id, name }));
  return (
    <>
      <FirstField reading={cards} />
      {cards.question && <CardQuestion {...cards.question} />}
      <Choice
        label={t.intake.kind}
        labelAt="hidden"
        value={owner?.kind ?? "person"}
        onChange={(kind) => edit({ type: "kind", kind })}
        options={[
          { id: "person", name: t.intake.person },
          { id: "organisation", name: t.intake.organisation },
        ]}
      />
      {draft.parties.map((party, index) => (
        <PartyBlock
          // biome-ignore lint/suspicious/noArrayIndexKey: a party is its place in the procedure
          key={index}
          who={index}
          party={party}
          title={draft.parties.length > 1 ? (t.intake.roles[party.role] ?? party.role) : undefined}
          notes={cards.notesOf(index)}
        />
      ))}
      {procedure?.roles.includes("co_owner") && (
        <Button
          look="quiet"
          size="small"
          onPress={() =>
            edit({ type: "set", patch: { parties: [...draft.parties, emptyParty("co_owner")] } })
          }
        >
          {t.intake.addCoOwner}
        </Button>
      )}
      <OpenDossiers number={owner?.number ?? ""} />
      <Select
        label={t.intake.capacity}
        options={capacities}
        value={draft.capacity}
        onChange={(capacity) => edit({ type: "capacity", capacity })}
        error={wrong("capacity")}
      />
      {draft.capacity !== "owner" && procedure && <Authority rule={procedure.authority} />}
      {draft.submitter && (
        <PartyBlock
          who="submitter"
          party={draft.submitter}
          title={t.intake.submitter}
          notes={cards.notesOf("submitter")}
        />
      )}
    </>
  );
}

function Authority({ rule }: { rule: string }) {
  const t = useMessages();
  const words = t.intake.authority[rule];
  return words ? <p className={css.amber}>{words}</p> : null;
}
