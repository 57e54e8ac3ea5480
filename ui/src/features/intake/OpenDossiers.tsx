import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { Code } from "../../components/Code";
import { Notice } from "../../components/Notice";
import { digitsOf } from "../../lib/identity";
import { go } from "../../lib/router";
import { useMessages } from "../../messages/context";
import css from "./PersonColumn.module.css";

/** The same person already has dossiers under way: better seen now than received twice. */
export function OpenDossiers({ number }: { number: string }) {
  const t = useMessages();
  const digits = digitsOf(number);
  const { data: hints } = useDesk("person_hints", digits, { enabled: digits.length >= 9, fresh: true });
  if (digits.length < 9 || !hints || hints.open.length === 0) return null;
  return (
    <Notice tone="soon">
      <p>{t.intake.openDossiers(hints.open.length)}</p>
      <ul>
        {hints.open.slice(0, 3).map((dossier) => (
          <li key={dossier.id} className={css.open}>
            <Button
              look="quiet"
              size="small"
              excludeFromTabOrder
              onPress={() => go({ screen: "dossier", id: dossier.id, pages: false })}
            >
              <Code code={dossier.code} />
            </Button>
            <span>{dossier.procedure}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
