import { useState } from "react";
import type { PrintJobView } from "../../api/bindings";
import { call, useDesk } from "../../api/client";
import { toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { Code } from "../../components/Code";
import { Dialog } from "../../components/Dialog";
import { Said, type Saying } from "../../components/Said";
import { go } from "../../lib/router";
import { moment } from "../../lib/time";
import { useErrorWords, useMessages } from "../../messages/context";
import css from "./Printing.module.css";
import { printWords } from "./printWords";
import { useSaveReceipt } from "./useSaveReceipt";

/** Receipts that wait for paper. The dossiers stand; only paper is missing. */
export function PrintJobsDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages();
  const { data: jobs } = useDesk("print_jobs", null);
  return (
    <Dialog
      isOpen
      title={t.printing.jobs}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t.common.close}</Button>}
    >
      <div className={css.stack}>
        <p className={css.lead}>{jobs?.length === 0 ? t.printing.jobsEmpty : t.printing.note}</p>
        <ul>
          {jobs?.map((job) => (
            <Job key={job.id} job={job} onLeave={onClose} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Job({ job, onLeave }: { job: PrintJobView; onLeave: () => void }) {
  const t = useMessages();
  const words = useErrorWords();
  const now = useNow();
  const [failed, setFailed] = useState<Saying>();
  const { saying, run: save } = useSaveReceipt(job.dossier);
  const retry = () =>
    call("retry_print", job.id).then(
      () => setFailed(undefined),
      (thrown: unknown) => setFailed({ text: words(toCommandError(thrown).view), hasFailed: true }),
    );
  const open = () => {
    onLeave();
    go({ screen: "dossier", id: job.dossier, pages: false });
  };
  return (
    <li className={css.job}>
      <div className={css.jobWords}>
        <Code code={job.code} />
        <p className={css.lead}>
          {moment(job.at, now)} · {printWords(job, t)}
        </p>
        <Said saying={failed ?? saying} />
      </div>
      <Button size="small" onPress={() => void retry()}>
        {t.printing.retry}
      </Button>
      <Button size="small" onPress={save}>
        {t.printing.save}
      </Button>
      <Button size="small" look="quiet" onPress={open}>
        {t.printing.openDossier}
      </Button>
    </li>
  );
}
