import { call } from "../../api/client";
import { useSaying } from "../../components/useSaying";
import { useMessages } from "../../messages/context";

/** Saves the receipt of a dossier as a PDF, and says where or why not. */
export function useSaveReceipt(dossier: string): ReturnType<typeof useSaying> {
  const t = useMessages();
  return useSaying(async () => t.intake.savedPdf(await call("save_receipt", dossier)));
}
