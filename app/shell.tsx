"use client";
/**
 * The one page: a router that runs on the phone. On the server and until the phone's own memory is read it is only the
 * frame, the same for everyone; then sign-in, or the replica of the account that used this phone last.
 */
import { useSyncExternalStore } from "react";
import { Router } from "wouter";
import { Frame } from "./frame";
import { LocaleProvider } from "./locale/locale";
import { SessionGate } from "./session/session-gate";
import { Announcer } from "./ui/announcer";
import { Boundary } from "./ui/boundary";
import { UpdatesProvider } from "./update/updates";

const never = () => () => {};

export function Shell() {
  const onPhone = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!onPhone) return <Frame />;
  return (
    <Router ssrPath="/">
      <LocaleProvider waiting={<Frame />}>
        <Boundary>
          <Announcer>
            <UpdatesProvider>
              <SessionGate />
            </UpdatesProvider>
          </Announcer>
        </Boundary>
      </LocaleProvider>
    </Router>
  );
}
