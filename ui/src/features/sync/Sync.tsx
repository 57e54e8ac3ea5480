import { useState } from "react";
import { call, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { ProgressBar } from "../../components/ProgressBar";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import { Courier } from "./Courier";
import { DayCode } from "./DayCode";
import { Frozen } from "./Frozen";
import { Holders } from "./Holders";
import { Leases } from "./Leases";
import { LinkPart } from "./LinkPart";
import { Outages } from "./Outages";
import css from "./Sync.module.css";
import { Tasks } from "./Tasks";
import { Thaws } from "./Thaws";
import { Told } from "./Told";
import { Waiting } from "./Waiting";
import { Wipe } from "./Wipe";

/** Read again this often while the screen is open: the next attempt counts down. */
const readAgainMs = 5_000;

/** What waits to be sent, why, and since when. */
export function Sync({ of }: { of?: string | undefined }) {
  const t = useMessages();
  const now = useNow();
  const { data: sync } = useDesk("sync_overview", null, { refetchInterval: readAgainMs });
  const [error, setError] = useState<CommandError>();
  if (!sync) return null;
  const send = () =>
    call("send_now", null).then(
      () => setError(undefined),
      (thrown: unknown) => setError(toCommandError(thrown)),
    );
  return (
    <div className={css.screen}>
      <LinkPart
        sync={sync}
        now={now}
        action={<Button onPress={() => void send()}>{t.sync.sendNow}</Button>}
      />
      {sync.receiving && (
        <ProgressBar
          label={t.sync.receiving}
          value={sync.receiving.taken}
          most={sync.receiving.total}
          words={t.sync.receivedOf(count(sync.receiving.taken), count(sync.receiving.total))}
          note={t.sync.receivingNote}
        />
      )}
      {error && <ErrorNotice error={error} />}
      <Wipe />
      <Frozen />
      <Told />
      <p className={css.safe}>{t.sync.safe}</p>
      <Tasks tasks={sync.tasks} of={of} now={now} />
      <Waiting items={sync.items} now={now} />
      <Courier now={now} />
      <div className={css.pair}>
        <Leases leases={sync.leases} />
        <Outages outages={sync.outages} now={now} />
        <Thaws thaws={sync.thaws} now={now} />
        <Holders holders={sync.holders} />
        <DayCode />
      </div>
    </div>
  );
}
