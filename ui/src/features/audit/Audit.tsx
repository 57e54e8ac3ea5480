import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-aria-components";
import type { AuditEntryView } from "../../api/bindings";
import { call } from "../../api/client";
import { toCommandError } from "../../api/errors";
import { useNow } from "../../api/useNow";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Icon } from "../../components/Icon";
import { Said } from "../../components/Said";
import { Select } from "../../components/Select";
import { TextField } from "../../components/TextField";
import { useSaying } from "../../components/useSaying";
import { count } from "../../lib/number";
import { formatRoute } from "../../lib/router";
import { isoDay, moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { sentence, sentShapes } from "../dossier/Timeline";
import css from "./Audit.module.css";

const dayMs = 24 * 60 * 60 * 1000;
/** How many days back each choice looks; none for everything. */
const spans: Record<string, number | null> = { today: 0, week: 6, month: 29, all: null };

/** *Nhật ký*: who did what, when, at which desk, each act with its place in the chain. Read only. */
export function Audit() {
  const t = useMessages();
  const now = useNow();
  const [officer, setOfficer] = useState("");
  const [code, setCode] = useState("");
  const [span, setSpan] = useState("week");
  const back = spans[span] ?? null;
  const from = back === null ? "" : isoDay(now - back * dayMs);
  const wish = { officer, code, from, until: "" };
  const journal = useInfiniteQuery({
    queryKey: ["audit_page", wish],
    queryFn: ({ pageParam }) => call("audit_page", { ...wish, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.more ? (page.entries.at(-1)?.row ?? null) : null),
    staleTime: 0,
  });
  const pages = journal.data?.pages ?? [];
  const entries = pages.flatMap((page) => page.entries);
  const officers = (pages[0]?.officers ?? []).map(({ login, name }) => ({ id: login, name }));
  return (
    <div className={css.screen}>
      <div className={css.bar}>
        <TextField
          autoFocus
          label={t.audit.code}
          labelAt="hidden"
          placeholder={t.audit.code}
          value={code}
          onChange={setCode}
        />
        <Select
          label={t.audit.officer}
          labelAt="hidden"
          options={[{ id: "all", name: t.audit.everybody }, ...officers]}
          value={officer || "all"}
          onChange={(chosen) => setOfficer(chosen === "all" ? "" : chosen)}
          className={css.choice}
        />
        <Select
          label={t.audit.span}
          labelAt="hidden"
          options={Object.keys(spans).map((id) => ({ id, name: t.audit.spans[id] ?? id }))}
          value={span}
          onChange={setSpan}
          className={css.choice}
        />
        <Proof wish={wish} />
      </div>
      {journal.error && <ErrorNotice error={toCommandError(journal.error)} />}
      {journal.data && entries.length === 0 && <p className={css.none}>{t.audit.empty}</p>}
      {entries.length > 0 && <Entries entries={entries} now={now} />}
      {journal.hasNextPage && <Button onPress={() => void journal.fetchNextPage()}>{t.audit.older}</Button>}
    </div>
  );
}

/** The chain computed again, and the journal as a file. */
function Proof({ wish }: { wish: { officer: string; code: string; from: string; until: string } }) {
  const t = useMessages();
  const check = useSaying(async () => {
    const { sound, brokenAt } = await call("audit_check", null);
    return brokenAt === null
      ? t.audit.sound(count(sound))
      : { text: t.audit.broken(count(brokenAt)), hasFailed: true };
  });
  const file = useSaying(async () => t.audit.exported(await call("audit_export", { ...wish, before: null })));
  return (
    <>
      <Button onPress={check.run}>{check.isBusy ? t.audit.checking : t.audit.check}</Button>
      <Button onPress={file.run}>{t.audit.export}</Button>
      <Said saying={check.saying} />
      <Said saying={file.saying} />
    </>
  );
}

function Entries({ entries, now }: { entries: readonly AuditEntryView[]; now: number }) {
  const t = useMessages();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{t.audit.at}</th>
          <th>{t.audit.officer}</th>
          <th>{t.audit.desk}</th>
          <th>{t.audit.act}</th>
          <th>{t.audit.dossier}</th>
          <th>{t.audit.place}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ row, dossier, code, entry, issue }) => (
          <tr key={row}>
            <td>{moment(entry.at, now)}</td>
            <td>{entry.officer}</td>
            <td>{entry.desk}</td>
            <td className={css.act}>
              {sentence(entry, t)}
              {entry.offline && <span className={css.dim}> · {t.dossier.offline}</span>}
              {issue !== "" && <span className={css.issue}> · {t.sync.reasons[issue] ?? issue}</span>}
            </td>
            <td>
              <Link
                className={css.code}
                href={`#${formatRoute({ screen: "dossier", id: dossier, pages: false })}`}
              >
                {code || t.audit.noCode}
              </Link>
            </td>
            <td className={css.proof}>
              {t.dossier.proof(String(entry.seq))} {entry.hashTail}{" "}
              <span title={t.dossier.sent[entry.sent]}>
                <Icon name={sentShapes[entry.sent] ?? "clock"} size={0.95} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
