import type { PartyDraft } from "../../api/bindings";
import { Button } from "../../components/Button";
import { Choice } from "../../components/Choice";
import { Select } from "../../components/Select";
import { useMessages } from "../../messages/context";
import { CardQuestion } from "./CardQuestion";
import { emptyParty, isNamed, mayStayBlank } from "./draft";
import { FirstField, focusName } from "./FirstField";
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
          title={draft.parties.length > 1 ? titleOf(party, t) : undefined}
          notes={cards.notesOf(party)}
          isUnexpected={procedure !== null && !procedure.roles.includes(party.role)}
          onRemove={
            procedure && index >= procedure.roles.length
              ? () => edit({ type: "removeParty", index })
              : undefined
          }
        />
      ))}
      {procedure?.roles.includes("co_owner") && (
        <Button
          look="quiet"
          size="small"
          onPress={() => {
            edit({ type: "set", patch: { parties: [...draft.parties, emptyParty("co_owner")] } });
            focusName(draft.parties.length);
          }}
        >
          {t.intake.addCoOwner}
        </Button>
      )}
      {wrong("parties") && <p className={css.amber}>{wrong("parties")}</p>}
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
          notes={cards.notesOf(draft.submitter)}
        />
      )}
    </>
  );
}

/** "Cha – để trống nếu không có": who may be absent is said so. */
function titleOf(party: PartyDraft, t: ReturnType<typeof useMessages>): string {
  const role = t.intake.roles[party.role] ?? party.role;
  return mayStayBlank(party) && !isNamed(party) ? `${role} – ${t.intake.mayStayBlank}` : role;
}

function Authority({ rule }: { rule: string }) {
  const t = useMessages();
  const words = t.intake.authority[rule];
  return words ? <p className={css.amber}>{words}</p> : null;
}
