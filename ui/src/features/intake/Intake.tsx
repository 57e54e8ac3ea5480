import type { IntakeDraft } from "../../api/bindings";
import { queryClient, queryKey, useDesk } from "../../api/client";
import { ErrorNotice } from "../../components/ErrorNotice";
import css from "./Intake.module.css";
import { IntakeForm } from "./IntakeForm";
import { LastStrip } from "./LastStrip";
import type { LastReceived } from "./last";

type Props = { last: LastReceived | null; onLast: (last: LastReceived | null) => void };

/** Reception: one page, three columns that follow the talk. One form per request id. */
export function Intake({ last, onLast }: Props) {
  const { data: draft, error } = useDesk("current_draft", null, { fresh: true });
  const begin = (next: IntakeDraft) => queryClient.setQueryData(queryKey("current_draft", null), next);
  return (
    <div className={css.screen}>
      {error && <ErrorNotice error={error} />}
      {draft && (
        <IntakeForm
          key={draft.requestId}
          initial={draft}
          onNext={begin}
          onReceived={onLast}
          onCard={() => onLast(null)}
          strip={(start) => last && <LastStrip last={last} onAgain={start} onDismiss={() => onLast(null)} />}
        />
      )}
    </div>
  );
}
