"use client";
/**
 * The one page: a router that runs on the phone. On the server and until the phone's own memory is read it is only the
 * frame, the same for everyone; then sign-in, or the replica of the account that used this phone last.
 */
import { useEffect, useSyncExternalStore } from "react";
import { Router } from "wouter";
import { openEarly } from "../client/early";
import { keepInstallOffer } from "../client/install-offer";
import { endTransactionsWithPage } from "../client/left-page";
import { keepNotificationClicks } from "../client/notification-clicks";
import { Frame } from "./frame";
import { LocaleProvider } from "./locale/locale";
import { SessionGate } from "./session/session-gate";
import css from "./shell.module.css";
import { Announcer } from "./ui/announcer";
import { Boundary } from "./ui/boundary";
import { UpdateBar } from "./update/update-bar";
import { UpdatesProvider } from "./update/updates";

const never = () => () => {};
// Not where the page is made for all.
if (typeof window !== "undefined") openEarly();

export function Shell() {
  const onPhone = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useEffect(() => endTransactionsWithPage(window, () => location.reload()), []);
  useEffect(keepNotificationClicks, []);
  useEffect(keepInstallOffer, []);
  return <div className={css.shell}>{onPhone ? <App /> : <Frame />}</div>;
}

/** Updates are outside of the boundary: a new version is offered on whatever screen, also where one broke. */
function App() {
  return (
    <Router ssrPath="/">
      <LocaleProvider waiting={<Frame />}>
        <UpdatesProvider>
          <UpdateBar />
          <div className={css.rest}>
            <Boundary>
              <Announcer>
                <SessionGate />
              </Announcer>
            </Boundary>
          </div>
        </UpdatesProvider>
      </LocaleProvider>
    </Router>
  );
}
