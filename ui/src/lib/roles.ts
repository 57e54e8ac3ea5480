/** Who reads the journal of the whole desk. */
export const audits: readonly string[] = ["lead", "administrator", "auditor"];

/** Who answers for the desk: ends a freeze, restores, has the lists built again. */
export const answersForDesk: readonly string[] = ["lead", "administrator"];

/** Who reads and changes nothing. */
export const onlyReads: readonly string[] = ["auditor"];
