import type { PaperDraft } from "../../api/bindings";
import { usePages } from "../../api/pages";
import { PagesTray } from "../../components/PagesTray";
import { useForm } from "./formContext";

/** The pages of the paper at hand. */
export function PaperPages({ paper }: { paper: PaperDraft | undefined }) {
  const { target, saveFirst } = useForm();
  const pages = usePages(target, saveFirst);
  if (!paper) return null;
  return <PagesTray pages={pages} component={paper.component} title={paper.title} needsReason={false} />;
}
