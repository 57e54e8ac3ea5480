import { createContext, useContext } from "react";

/** What any screen may open over itself. */
export type DeskActions = {
  /** The list of what can be forwarded; it never executes. */
  openForward: (dossiers?: readonly string[]) => void;
  openReprint: (dossier: string, code: string) => void;
  openPrintJobs: () => void;
};

const nothing = () => {};

export const DeskActionsContext = createContext<DeskActions>({
  openForward: nothing,
  openReprint: nothing,
  openPrintJobs: nothing,
});

export function useDeskActions(): DeskActions {
  return useContext(DeskActionsContext);
}
