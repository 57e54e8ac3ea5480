import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { Code } from "../../components/Code";
import { Icon } from "../../components/Icon";
import { Said } from "../../components/Said";
import { useDeskActions } from "../../lib/actions";
import { hotkeys, useHotkey } from "../../lib/hotkeys";
import { go } from "../../lib/router";
import { useMessages } from "../../messages/context";
import { newest, printWords } from "../printing/printWords";
import { useSaveReceipt } from "../printing/useSaveReceipt";
import css from "./LastStrip.module.css";
import type { LastReceived } from "./last";

type Props = { last: LastReceived; onAgain: (last: LastReceived) => void; onDismiss: () => void };

/** *Vừa tiếp nhận*: stays until the next card. */
export function LastStrip({ last, onAgain, onDismiss }: Props) {
  const t = useMessages();
  const { openReprint } = useDeskActions();
  const { received } = last;
  const { data: dossier } = useDesk("dossier", received.dossier, { fresh: true });
  const job = dossier && newest(dossier.printJobs);
  const isTold = job !== undefined && received.print !== "saved" && job.state !== "waiting";
  const isStuck =
    received.print === "no_printer" || (isTold && (job.state === "held" || job.state === "failed"));
  const print = () => openReprint(received.dossier, received.code);
  useHotkey("print", print);
  return (
    <section className={css.strip} aria-label={t.intake.justReceived} data-testid="last-received">
      <Icon name="check" />
      <p className={css.what} aria-live="polite">
        <span>{received.provisional ? t.intake.justProvisional : t.intake.justReceived}</span>{" "}
        <Code code={received.code} large />
      </p>
      <p className={css.who}>
        <strong>{received.person}</strong>
        <span>
          {t.intake.due_} {received.dueText} ·{" "}
          <span className={css.print} data-stuck={isStuck || undefined}>
            {isTold ? printWords(job, t) : t.intake.printed[received.print]}
          </span>
        </span>
      </p>
      <div className={css.acts}>
        {received.print === "no_printer" ? (
          <SavePdf dossier={received.dossier} />
        ) : (
          <Button size="small" hotkey={hotkeys.print} onPress={print}>
            {t.intake.reprint}
          </Button>
        )}
        <Button size="small" onPress={() => onAgain(last)}>
          {t.intake.again}
        </Button>
        <Button size="small" onPress={() => go({ screen: "dossier", id: received.dossier, pages: true })}>
          {t.intake.digitise}
        </Button>
        <Button
          size="small"
          look="quiet"
          aria-label={t.intake.dismiss}
          icon={<Icon name="cross" />}
          onPress={onDismiss}
        />
      </div>
    </section>
  );
}

function SavePdf({ dossier }: { dossier: string }) {
  const t = useMessages();
  const { saying, run } = useSaveReceipt(dossier);
  return (
    <>
      <Said saying={saying} />
      {(!saying || saying.hasFailed) && (
        <Button size="small" onPress={run}>
          {t.intake.savePdf}
        </Button>
      )}
    </>
  );
}
