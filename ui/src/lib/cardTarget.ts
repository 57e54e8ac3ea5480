import { useEffect, useEffectEvent } from "react";

type Handler = (text: string) => void;

const handlers: Handler[] = [];
let waiting: string | undefined;

/** Gives a card to whatever on the screen takes cards; false when nothing does (it waits then). */
export function deliverCard(text: string): boolean {
  const handler = handlers.at(-1);
  if (handler) {
    handler(text);
    return true;
  }
  waiting = text;
  return false;
}

/** Forgets a card nobody took, as when the screen is locked. */
export function dropWaitingCard(): void {
  waiting = undefined;
}

/** Takes cards while shown; the latest one shown wins. A card that came before is taken at once. */
export function useCardTarget(onCard: Handler): void {
  const latest = useEffectEvent(onCard);
  useEffect(() => {
    const handler: Handler = (text) => latest(text);
    handlers.push(handler);
    if (waiting !== undefined) {
      const text = waiting;
      waiting = undefined;
      handler(text);
    }
    return () => void handlers.splice(handlers.indexOf(handler), 1);
  }, []);
}
