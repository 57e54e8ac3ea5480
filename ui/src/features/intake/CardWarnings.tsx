import { Notice } from "../../components/Notice";
import { useMessages } from "../../messages/context";

/** What to look at on the card: amber, and never a refusal. */
export function CardWarnings({ warnings }: { warnings: readonly string[] }) {
  const t = useMessages();
  const words = [
    ...new Set(warnings.map((code) => t.intake.cardWarnings[code] ?? t.intake.cardWarningOther)),
  ];
  const said = words.filter((text) => text !== "");
  if (said.length === 0) return null;
  return (
    <Notice tone="soon">
      {said.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}
