type Params = Record<string, string>;

const why = ({ reason }: Params) => (reason ? `: ${reason}` : "");

const decisions: Record<string, string> = {
  standing: "what stands is right",
  other: "the other is right",
  both: "both happened",
};

export const enEvents: Record<string, (params: Params) => string> = {
  received: ({ code }) => (code ? `received the dossier, code ${code}` : "received the dossier"),
  notice_issued: (params) => `issued a notice${why(params)}`,
  competent_agency_received: ({ due }) => `the competent agency has it${due ? `, due ${due}` : ""}`,
  code_assigned: ({ code }) => `official code ${code ?? ""}`,
  foreign_code_assigned: ({ code }) => `code of the ministry's system ${code ?? ""}`,
  attachments_added: ({ count, pages }) => `added ${count ?? ""} files${pages ? `, ${pages} pages` : ""}`,
  attachment_removed: (params) => `took a page out${why(params)}`,
  receipt_reprinted: (params) =>
    `printed the receipt again${params.reprintNo ? ` (${params.reprintNo})` : ""}${why(params)}`,
  forwarded: ({ to }) => `forwarded to ${to ?? "the department"}`,
  code_corrected: ({ code }) => `replaced the receipt, new code ${code ?? ""}`,
  recalled: (params) => `took the hand-over back${why(params)}`,
  claimed: ({ to }) => `${to || "another desk"} holds it now`,
  conflict_settled: ({ decision, ...params }) =>
    `decided over two acts: ${decisions[decision ?? ""] ?? ""}${why(params)}`,
  accepted: ({ by }) => `${by ?? "the receiver"} took it over`,
  sent_back: (params) => `sent back${why(params)}`,
  processing_started: () => "processing began",
  supplement_requested: (params) => `asked for papers, the clock pauses${why(params)}`,
  supplement_received: ({ due }) => `the papers came${due ? `, due ${due}` : ""}`,
  obligation_requested: ({ note }) => `payment asked for${note ? `: ${note}` : ""}`,
  obligation_met: ({ due }) => `payment made${due ? `, due ${due}` : ""}`,
  withdrawn: (params) => `withdrawn${why(params)}`,
  stopped: (params) => `stopped${why(params)}`,
  completed: ({ decision }) => `completed${decision ? `, no. ${decision}` : ""}`,
  reopened: (params) => `reopened${why(params)}`,
  outcome_returned: ({ collector }) => `outcome returned${collector ? ` to ${collector}` : ""}`,
  paid: ({ amount }) => `paid ${amount ?? ""}`,
};

export const enEventNames: Params = {
  received: "Received",
  notice_issued: "Notice",
  competent_agency_received: "At the competent agency",
  code_assigned: "Official code",
  foreign_code_assigned: "Ministry's code",
  attachments_added: "Pages added",
  attachment_removed: "Page taken out",
  receipt_reprinted: "Reprint",
  forwarded: "Forwarded",
  code_corrected: "Receipt replaced",
  recalled: "Taken back",
  claimed: "Claimed",
  conflict_settled: "Conflict decided",
  accepted: "Taken over",
  sent_back: "Sent back",
  processing_started: "Processing began",
  supplement_requested: "Papers asked for",
  supplement_received: "Papers came",
  obligation_requested: "Payment asked for",
  obligation_met: "Payment made",
  withdrawn: "Withdrawn",
  stopped: "Stopped",
  completed: "Completed",
  reopened: "Reopened",
  outcome_returned: "Outcome returned",
  paid: "Paid",
};
