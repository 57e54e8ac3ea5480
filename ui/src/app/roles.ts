/** Who reads the journal of the whole desk. */
export const audits: readonly string[] = ["lead", "administrator", "auditor"];
