import { useEffect, useRef } from "react";
import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { useDeskActions } from "../../lib/actions";
import { useHotkey } from "../../lib/hotkeys";
import { useMessages } from "../../messages/context";
import css from "./Dossier.module.css";
import { DossierHead } from "./DossierHead";
import { PapersPart } from "./PapersPart";
import { SideFacts } from "./SideFacts";
import { Timeline } from "./Timeline";

/** One dossier: what it is and what is next; what happened; its pages, papers, money, delivery. */
export function Dossier({ id, startAtPages }: { id: string; startAtPages: boolean }) {
  const { data: dossier, error } = useDesk("dossier", id, { fresh: true });
  const t = useMessages();
  const { openForward, openReprint } = useDeskActions();
  const pages = useRef<HTMLElement>(null);
  const isRead = dossier !== undefined;
  const mayForward = dossier?.acts.includes("forward") ?? false;
  useHotkey("forward", () => openForward([id]), mayForward);
  useHotkey("print", () => dossier && openReprint(id, dossier.row.code), isRead);
  useEffect(() => {
    if (isRead && startAtPages) pages.current?.querySelector<HTMLElement>("button")?.focus();
  }, [isRead, startAtPages]);
  if (error) {
    return (
      <div className={css.gone}>
        <ErrorNotice error={error} />
        <Button onPress={() => window.history.back()}>{t.common.back}</Button>
      </div>
    );
  }
  if (!dossier) return null;
  return (
    <div className={css.screen}>
      <DossierHead dossier={dossier} />
      <div className={css.body}>
        <Timeline dossier={dossier} />
        <div className={css.right}>
          <PapersPart dossier={dossier} part={pages} />
          <SideFacts dossier={dossier} />
        </div>
      </div>
    </div>
  );
}
