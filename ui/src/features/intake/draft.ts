import type {
  CaseView,
  ComponentView,
  FieldError,
  IntakeDraft,
  PaperDraft,
  PartyDraft,
  ProcedureView,
} from "../../api/bindings";

/** The form as typed, and what the desk said is wrong with it. */
export type FormState = { draft: IntakeDraft; errors: readonly FieldError[] };

/** Whose fields: a party by its place, or the submitter. */
export type Who = number | "submitter";

export type Edit =
  | { type: "set"; patch: Partial<IntakeDraft> }
  | { type: "person"; who: Who; patch: Partial<PartyDraft> }
  | { type: "kind"; kind: string }
  | { type: "removeParty"; index: number }
  | { type: "capacity"; capacity: string }
  | { type: "procedure"; view: ProcedureView }
  | { type: "noProcedure" }
  | { type: "case"; index: number; cases: readonly CaseView[] }
  | { type: "paper"; index: number; patch: Partial<PaperDraft> }
  | { type: "judge"; index: number; state: string; component: ComponentView | undefined }
  | { type: "completeRest"; components: readonly ComponentView[] }
  | { type: "errors"; errors: readonly FieldError[] };

/** Roles that may stay blank: an unknown father, a co-owner there is none of. */
const mayBeBlank = ["father", "mother", "co_owner"];

export function mayStayBlank({ role }: PartyDraft): boolean {
  return mayBeBlank.includes(role);
}

export const paperStates = ["complete", "missing", "incorrect", "not_applicable"] as const;

export function emptyParty(role: string): PartyDraft {
  return {
    role,
    kind: "person",
    name: "",
    number: "",
    birth: "",
    sex: "",
    addressOnCard: "",
    addressLine: "",
    ward: "",
    province: "",
    phone: "",
    email: "",
    taxCode: "",
    representative: "",
    fromCard: false,
  };
}

export function startForm(draft: IntakeDraft): FormState {
  const parties = draft.parties.length > 0 ? draft.parties : [emptyParty("applicant")];
  return { draft: { ...draft, parties, capacity: draft.capacity || "owner" }, errors: [] };
}

export function reduce(state: FormState, edit: Edit): FormState {
  const { draft } = state;
  switch (edit.type) {
    case "set":
      return keep(state, { ...draft, ...edit.patch }, ...Object.keys(edit.patch));
    case "person":
      return editPerson(state, edit.who, edit.patch);
    case "kind":
      return keep(state, withKind(draft, edit.kind), "parties", "capacity", "submitter");
    case "removeParty": {
      const parties = draft.parties.filter((_, at) => at !== edit.index);
      return keep(state, { ...draft, parties }, "parties");
    }
    case "capacity":
      return keep(state, withCapacity(draft, edit.capacity), "capacity", "submitter");
    case "procedure":
      return keep(state, withProcedure(draft, edit.view), "procedure", "papers", "parties");
    case "noProcedure":
      return keep(state, { ...draft, procedure: "", papers: [], caseIndex: 0 }, "procedure", "papers");
    case "case":
      return keep(
        state,
        { ...draft, caseIndex: edit.index, papers: papersOf(edit.cases[edit.index], draft.papers) },
        "papers",
        "caseIndex",
      );
    case "paper":
      return keep(
        state,
        { ...draft, papers: patchAt(draft.papers, edit.index, edit.patch) },
        `papers.${edit.index}`,
        "papers!",
      );
    case "judge":
      return judge(state, edit.index, edit.state, edit.component);
    case "completeRest":
      return keep(state, { ...draft, papers: completeRest(draft.papers, edit.components) }, "papers");
    case "errors":
      return { draft, errors: edit.errors };
  }
}

/** A changed draft; what was said of the changed fields no longer holds. `path!` means that path alone. */
function keep(state: FormState, draft: IntakeDraft, ...paths: string[]): FormState {
  const isMoot = ({ path }: FieldError) =>
    paths.some((changed) =>
      changed.endsWith("!")
        ? path === changed.slice(0, -1)
        : path === changed || path.startsWith(`${changed}.`),
    );
  return {
    draft,
    errors: state.errors.some(isMoot) ? state.errors.filter((error) => !isMoot(error)) : state.errors,
  };
}

function editPerson(state: FormState, who: Who, patch: Partial<PartyDraft>): FormState {
  const { draft } = state;
  const paths = Object.keys(patch);
  if (who === "submitter") {
    const submitter = { ...(draft.submitter ?? emptyParty("applicant")), ...patch };
    return keep(state, { ...draft, submitter }, ...paths.map((field) => `submitter.${field}`));
  }
  const parties = patchAt(draft.parties, who, patch);
  return keep(state, { ...draft, parties }, ...paths.map((field) => `parties.${who}.${field}`));
}

const legal = "legal_representative";

/**
 * The owner is an organisation after all: the card was that of the person who hands in for it (counter.md 11).
 * The other way round it is the owner's again.
 */
function withKind(draft: IntakeDraft, kind: string): IntakeDraft {
  const [owner = emptyParty("applicant"), ...others] = draft.parties;
  const { submitter } = draft;
  if (kind === "person" && !isNamed(owner) && submitter?.fromCard && draft.capacity === legal)
    return {
      ...draft,
      parties: [{ ...submitter, role: owner.role }, ...others],
      capacity: "owner",
      submitter: null,
    };
  if (kind !== "organisation" || !owner.fromCard)
    return { ...draft, parties: [{ ...owner, kind }, ...others] };
  return {
    ...draft,
    parties: [{ ...emptyParty(owner.role), kind }, ...others],
    capacity: draft.capacity === "owner" ? legal : draft.capacity,
    submitter: { ...owner, role: "applicant" },
  };
}

function withCapacity(draft: IntakeDraft, capacity: string): IntakeDraft {
  const needsSubmitter = capacity !== "owner";
  return {
    ...draft,
    capacity,
    submitter: needsSubmitter ? (draft.submitter ?? emptyParty("applicant")) : null,
  };
}

function withProcedure(draft: IntakeDraft, view: ProcedureView): IntakeDraft {
  const roles = view.roles.length > 0 ? view.roles : ["applicant"];
  const known = inRoles(draft.parties, roles);
  const isSame = draft.procedure === view.hit.code;
  // Who is named is not lost for a procedure that was looked at: the officer takes them out.
  const more = draft.parties.slice(roles.length).filter((party) => isSame || isNamed(party));
  const parties = [...roles.map((role, index) => ({ ...(known[index] ?? emptyParty(role)), role })), ...more];
  return {
    ...draft,
    parties,
    procedure: view.hit.code,
    caseIndex: isSame ? draft.caseIndex : 0,
    papers: papersOf(view.cases[isSame ? draft.caseIndex : 0], isSame ? draft.papers : []),
    exemption: isSame ? draft.exemption : "",
    verification: isSame && draft.verification,
    foreignCode: isSame ? draft.foreignCode : "",
    foreignSystemDown: isSame && draft.foreignSystemDown,
    directReason: isSame ? draft.directReason : "",
    copies: view.countsCopies ? Math.max(1, draft.copies) : draft.copies,
    pages: view.countsPages ? Math.max(1, draft.pages) : draft.pages,
  };
}

/** A bride whose card came first does not become the groom. */
function inRoles(parties: readonly PartyDraft[], roles: readonly string[]): (PartyDraft | undefined)[] {
  const [first, second] = parties;
  const isSwapped =
    roles[0] === "husband" && roles[1] === "wife" && (first?.sex === "female" || second?.sex === "male");
  return isSwapped ? [second, first] : [...parties];
}

/** The papers of a case; what was already judged under the same component stays. */
function papersOf(view: CaseView | undefined, judged: readonly PaperDraft[]): PaperDraft[] {
  return (view?.papers ?? []).map(
    ({ code, title, showOnly }) =>
      judged.find((paper) => paper.component === code) ?? {
        component: code,
        title,
        state: "",
        originals: 0,
        certifiedCopies: 0,
        photocopies: 0,
        shownOnly: showOnly,
        note: "",
      },
  );
}

/** A judged paper: when it is there, as many as were asked for; when it is not, none. */
function judged(paper: PaperDraft, state: string, component: ComponentView | undefined): PaperDraft {
  const has = paper.originals + paper.certifiedCopies + paper.photocopies > 0;
  if (state !== "complete") {
    const isAbsent = state === "missing" || state === "not_applicable";
    return isAbsent
      ? { ...paper, state, originals: 0, certifiedCopies: 0, photocopies: 0 }
      : { ...paper, state };
  }
  if (has || paper.shownOnly) return { ...paper, state };
  const originals = component?.originals ?? 1;
  const photocopies = component?.copies ?? 0;
  return { ...paper, state, originals: originals + photocopies === 0 ? 1 : originals, photocopies };
}

function judge(state: FormState, index: number, to: string, component: ComponentView | undefined): FormState {
  const paper = state.draft.papers[index];
  if (!paper) return state;
  const papers = patchAt(state.draft.papers, index, judged(paper, to, component));
  return keep(state, { ...state.draft, papers }, `papers.${index}`, "papers!");
}

function completeRest(papers: readonly PaperDraft[], components: readonly ComponentView[]): PaperDraft[] {
  return papers.map((paper) =>
    paper.state === ""
      ? judged(
          paper,
          "complete",
          components.find(({ code }) => code === paper.component),
        )
      : paper,
  );
}

function patchAt<T extends object>(list: readonly T[], index: number, patch: Partial<T>): T[] {
  return list.map((item, at) => (at === index ? { ...item, ...patch } : item));
}

/** Whether there is anything in the form worth keeping. */
export function hasContent({ parties, procedure, note, submitter }: IntakeDraft): boolean {
  return (
    procedure !== "" || note !== "" || parties.some(isNamed) || (submitter !== null && isNamed(submitter))
  );
}

export function isNamed({ name, number, taxCode }: PartyDraft): boolean {
  return name.trim() !== "" || number.trim() !== "" || taxCode.trim() !== "";
}
