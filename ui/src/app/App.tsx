import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { I18nProvider } from "react-aria-components";
import { queryClient, useDesk } from "../api/client";
import { Enrolment } from "../features/enrolment/Enrolment";
import { Broken } from "../features/sign-in/Broken";
import { SignIn } from "../features/sign-in/SignIn";
import { installCardBurst } from "../lib/cardBurst";
import { deliverCard, dropWaitingCard } from "../lib/cardTarget";
import { go } from "../lib/router";
import { MessagesContext } from "../messages/context";
import { en } from "../messages/en";
import { vi } from "../messages/vi";
import { Closing } from "./Closing";
import { Frame } from "./Frame";
import { Ribbons } from "./Ribbons";

export function App({ language }: { language: string }) {
  const isEnglish = language === "en";
  return (
    <I18nProvider locale={isEnglish ? "en-GB" : "vi-VN"}>
      <MessagesContext value={isEnglish ? en : vi}>
        <QueryClientProvider client={queryClient}>
          <Stages />
        </QueryClientProvider>
      </MessagesContext>
    </I18nProvider>
  );
}

/** Which screen the desk is at. Everything local: nothing is shown until the first answer, a moment. */
function Stages() {
  const { data: state, error } = useDesk("app_state", null);
  const isAtWork = state?.stage === "signedIn";
  useEffect(
    () =>
      installCardBurst((text) => {
        if (!deliverCard(text)) isAtWork ? go({ screen: "intake" }) : dropWaitingCard();
      }),
    [isAtWork],
  );
  if (error) return <Broken problem={error.view} />;
  if (!state) return null;
  if (state.stage === "broken") return <Broken problem={state.problem} />;
  return (
    <>
      <Ribbons state={state} />
      {state.stage === "unenrolled" && <Enrolment note={state.version} wiped={state.wiped} />}
      {(state.stage === "signedOut" || state.stage === "locked") && (
        <SignIn key={state.stage} state={state} />
      )}
      {isAtWork && <Frame state={state} />}
      <Closing isAtWork={isAtWork} />
    </>
  );
}
