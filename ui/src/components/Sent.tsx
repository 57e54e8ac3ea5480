import { useMessages } from "../messages/context";
import { Icon, type IconName } from "./Icon";
import css from "./Sent.module.css";

const shapes: Record<string, IconName> = { pending: "clock", acked: "check", durable: "check" };

/** How far an act has come. In short, only what still waits is spelled out. */
export function Sent({ sent, isShort = false }: { sent: string; isShort?: boolean }) {
  const t = useMessages();
  const words = t.dossier.sent[sent] ?? sent;
  const shape = <Icon name={shapes[sent] ?? "clock"} size={0.95} />;
  if (isShort && sent !== "pending")
    return (
      <span className={css.sent} data-sent={sent} role="img" aria-label={words} title={words}>
        {shape}
      </span>
    );
  return (
    <span className={css.sent} data-sent={sent}>
      {shape} {words}
    </span>
  );
}
