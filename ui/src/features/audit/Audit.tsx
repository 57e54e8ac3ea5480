import { useEffect, useRef, useState } from "react";
import { call } from "../../api/client";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import { Said } from "../../components/Said";
import { Select } from "../../components/Select";
import { TextField } from "../../components/TextField";
import { useSaying } from "../../components/useSaying";
import { focusSoon } from "../../lib/focusSoon";
import { count } from "../../lib/number";
import type { JournalAsked } from "../../lib/router";
import { useMessages } from "../../messages/context";
import css from "./Audit.module.css";
import { Entries } from "./Entries";
import { type Journal, spans, useJournal } from "./useJournal";

/** *Nhật ký*: who did what, when, at which desk, each act with its place in the chain. Read only. */
export function Audit({ route }: { route: JournalAsked }) {
  const t = useMessages();
  const journal = useJournal(route);
  const list = useRef<HTMLDivElement>(null);
  const { entries } = journal;
  const [left] = useState(route.row);
  useEffect(() => {
    if (left) focusSoon(() => list.current?.querySelector<HTMLElement>(`[data-row="${Number(left)}"] a`));
  }, [left]);
  const older = async () => {
    const first = entries.length;
    await journal.readOlder();
    focusSoon(() => list.current?.querySelectorAll<HTMLElement>("tbody a")[first]);
  };
  return (
    <div className={css.screen}>
      <Bar journal={journal} />
      {journal.error && <ErrorNotice error={journal.error} />}
      {journal.isRead && entries.length === 0 && <Empty journal={journal} />}
      {entries.length > 0 && (
        <div ref={list} className={css.list}>
          <Entries entries={entries} now={journal.now} onLeave={journal.leaveBy} />
          {journal.hasOlder && (
            <Button className={css.older} onPress={() => void older()}>
              {t.audit.older}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** What is looked for, the chain computed again, and the journal as a file. */
function Bar({ journal }: { journal: Journal }) {
  const t = useMessages();
  const { asked, ask, wish, entries, hasOlder } = journal;
  const check = useSaying(async () => {
    const { sound, brokenAt } = await call("audit_check", null);
    return brokenAt === null
      ? t.audit.sound(count(sound))
      : { text: t.audit.broken(String(brokenAt)), hasFailed: true };
  });
  const file = useSaying(async () => t.audit.exported(await call("audit_export", { ...wish, before: null })));
  return (
    <>
      <div className={css.bar}>
        <TextField
          autoFocus
          label={t.audit.code}
          labelAt="hidden"
          placeholder={t.audit.code}
          name="code"
          value={asked.code}
          onChange={(code) => ask({ code })}
          className={css.narrow}
        />
        <Select
          label={t.audit.officer}
          labelAt="hidden"
          options={[{ id: "all", name: t.audit.everybody }, ...journal.officers]}
          value={asked.officer || "all"}
          onChange={(chosen) => ask({ officer: chosen === "all" ? "" : chosen })}
          className={css.narrow}
        />
        <Select
          label={t.audit.span}
          labelAt="hidden"
          options={Object.keys(spans).map((id) => ({ id, name: t.audit.spans[id] ?? id }))}
          value={asked.span}
          onChange={(span) => ask({ span })}
          className={css.narrow}
        />
        <p className={css.count} aria-live="polite">
          {journal.isRead && t.audit.shown(count(entries.length))}
          {hasOlder && <> {t.audit.more}</>}
        </p>
        <Said saying={file.saying} />
        <div className={css.buttons}>
          <Button onPress={check.run}>{check.isBusy ? t.audit.checking : t.audit.check}</Button>
          <Button onPress={file.run}>{t.audit.export}</Button>
        </div>
      </div>
      {check.saying && (
        <Notice tone={check.saying.hasFailed ? "late" : "done"} live>
          {check.saying.text}
        </Notice>
      )}
    </>
  );
}

function Empty({ journal }: { journal: Journal }) {
  const t = useMessages();
  return (
    <div className={css.empty}>
      <p>{journal.isNarrow ? t.audit.empty : t.audit.emptyEver}</p>
      {journal.isNarrow && (
        <Button
          onPress={() => {
            journal.askAll();
            focusSoon(() => document.querySelector<HTMLElement>("input[name=code]"));
          }}
        >
          {t.audit.all}
        </Button>
      )}
    </div>
  );
}
