import { describe, expect, it } from "vitest";
import type { ProcedureView } from "../../api/bindings";
import { emptyDraft } from "../../api/fixture/desk";
import { card } from "../../api/fixture/dossiers";
import { procedures } from "../../api/fixture/procedures";
import { emptyParty, type FormState, hasContent, reduce, startForm } from "./draft";
import { placeCard } from "./placeCard";
import { nextState } from "./usePapersKeys";

function named(code: string): ProcedureView {
  const view = procedures.find(({ hit }) => hit.code === code);
  if (!view) throw new Error(`the fixture has no ${code}`);
  return view;
}

const start = () => startForm(emptyDraft());
const welfare = named("1.001776");
const marriage = named("1.000894");
const chosen = (view: ProcedureView, state: FormState = start()) =>
  reduce(state, { type: "procedure", view });

describe("the form", () => {
  it("begins with one applicant and nothing worth keeping", () => {
    const { draft } = start();
    expect([draft.parties.length, draft.parties[0]?.role, hasContent(draft)]).toEqual([
      1,
      "applicant",
      false,
    ]);
  });

  it("a procedure brings the papers of its first case, none judged", () => {
    const { papers } = chosen(welfare).draft;
    expect(papers.length).toBe(welfare.cases[0]?.papers.length);
    expect(new Set(papers.map(({ state }) => state))).toEqual(new Set([""]));
  });

  it("a person typed before the procedure stays", () => {
    const typed = reduce(start(), { type: "person", who: 0, patch: { name: "Bùi Thị Tuyết" } });
    expect(chosen(welfare, typed).draft.parties[0]?.name).toBe("Bùi Thị Tuyết");
  });

  it("an organisation chosen after the card: the card was that of who hands in for it", () => {
    const carded = reduce(start(), { type: "person", who: 0, patch: card });
    const { draft } = reduce(carded, { type: "kind", kind: "organisation" });
    expect([draft.parties[0]?.kind, draft.parties[0]?.name]).toEqual(["organisation", ""]);
    expect([draft.submitter?.name, draft.capacity]).toEqual([card.name, "legal_representative"]);
  });

  it("co-owners that were added stay when the same procedure is chosen again", () => {
    const one = chosen(welfare).draft;
    const more = { ...one, parties: [...one.parties, { ...emptyParty("co_owner"), name: "Bùi Văn Ổn" }] };
    const again = reduce({ draft: more, errors: [] }, { type: "procedure", view: welfare });
    expect(again.draft.parties.map(({ name }) => name)).toEqual(["", "Bùi Văn Ổn"]);
  });

  it("a party that another procedure has no place for comes back with the first one", () => {
    const two = chosen(marriage).draft;
    const [groom = emptyParty("husband"), bride = emptyParty("wife")] = two.parties;
    const named = {
      ...two,
      parties: [
        { ...groom, name: "Bùi Văn Ổn" },
        { ...bride, name: "Đặng Thị Út" },
      ],
    };
    const other = chosen(welfare, { draft: named, errors: [] });
    expect(other.draft.parties.map(({ role }) => role)).toEqual(["applicant", "wife"]);
    const back = chosen(marriage, other).draft.parties;
    expect(back.map(({ role, name }) => [role, name])).toEqual([
      ["husband", "Bùi Văn Ổn"],
      ["wife", "Đặng Thị Út"],
    ]);
  });

  it("a blank party is not carried into another procedure", () => {
    expect(chosen(welfare, chosen(marriage)).draft.parties.map(({ role }) => role)).toEqual(["applicant"]);
  });

  it("a bride whose card came first does not become the groom", () => {
    const bride = reduce(start(), { type: "person", who: 0, patch: card });
    const [groom, wife] = chosen(marriage, bride).draft.parties;
    expect([groom?.name, wife?.name, wife?.role]).toEqual(["", card.name, "wife"]);
  });

  it("a paper that is there gets the counts asked for, a missing one loses them", () => {
    const component = welfare.cases[0]?.papers[0];
    const there = reduce(chosen(welfare), { type: "judge", index: 0, state: "complete", component });
    expect([there.draft.papers[0]?.state, there.draft.papers[0]?.originals]).toEqual(["complete", 1]);
    const gone = reduce(there, { type: "judge", index: 0, state: "missing", component });
    expect(gone.draft.papers[0]?.originals).toBe(0);
  });

  it("the rest is there, but what was judged stays judged", () => {
    const components = welfare.cases[0]?.papers ?? [];
    const one = reduce(chosen(welfare), {
      type: "judge",
      index: 1,
      state: "not_applicable",
      component: components[1],
    });
    const states = reduce(one, { type: "completeRest", components }).draft.papers.map(({ state }) => state);
    expect(states).toEqual(["complete", "not_applicable", "complete", "complete", "complete"]);
  });

  it("another case brings other papers", () => {
    const other = reduce(chosen(welfare), { type: "case", index: 1, cases: welfare.cases });
    expect(other.draft.papers.map(({ component }) => component)).toEqual(
      welfare.cases[1]?.papers.map(({ code }) => code),
    );
  });

  it("a capacity other than the owner's asks for the submitter, the owner's does not", () => {
    const other = reduce(start(), { type: "capacity", capacity: "certified_authority" });
    expect(other.draft.submitter).not.toBeNull();
    expect(reduce(other, { type: "capacity", capacity: "owner" }).draft.submitter).toBeNull();
  });

  it("what was wrong is no longer said once its field changes, and only of that field", () => {
    const wrong = reduce(start(), {
      type: "errors",
      errors: [
        { path: "parties.0.name", code: "name_missing", params: {} },
        { path: "parties.0.number", code: "number_digits", params: {} },
        { path: "procedure", code: "procedure_missing", params: {} },
      ],
    });
    const typed = reduce(wrong, { type: "person", who: 0, patch: { name: "B" } });
    expect(typed.errors.map(({ path }) => path)).toEqual(["parties.0.number", "procedure"]);
    expect(
      chosen(welfare, typed).errors.map(({ path }) => path),
      "the procedure's roles may change the parties",
    ).toEqual([]);
  });

  it("Space goes through the four states", () => {
    expect(["", "complete", "missing", "incorrect", "not_applicable"].map(nextState)).toEqual([
      "complete",
      "missing",
      "incorrect",
      "not_applicable",
      "complete",
    ]);
  });
});

describe("whose card it is", () => {
  const { draft } = start();
  const man = { ...card, number: "001090012345", sex: "male", name: "Trần Văn Đức" };

  it("the first is the owner's", () => expect(placeCard(draft, card)).toBe(0));

  it("the same card again is the same person", () => {
    expect(placeCard({ ...draft, parties: [{ ...card, number: "037 188 004 321" }] }, card)).toBe(0);
  });

  it("the second of a marriage fills the second slot, by sex", () => {
    const parties = [emptyParty("husband"), { ...card, role: "wife" }];
    expect(placeCard({ ...draft, parties }, man)).toBe(0);
    expect(placeCard({ ...draft, parties: [{ ...man, role: "husband" }, emptyParty("wife")] }, card)).toBe(1);
  });

  it("beside an organisation it is the submitter's, never the owner's", () => {
    expect(
      placeCard({ ...draft, parties: [{ ...emptyParty("applicant"), kind: "organisation" }] }, card),
    ).toBe("submitter");
  });

  it("a new-born child has no card", () => {
    const parties = [{ ...card, role: "requester" }, emptyParty("child"), emptyParty("father")];
    expect(placeCard({ ...draft, parties }, man)).toBe(2);
  });

  it("a stranger's card beside a full form is asked about", () => {
    expect(placeCard({ ...draft, parties: [card] }, man)).toBe("ask");
  });
});
