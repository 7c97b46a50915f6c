/** The keyboard of a desk: single keys (keys.ts), the arrows on a list, and focus that is never lost. */
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useTexts } from "../locale/locale";
import { deskQuery } from "../ui/use-desk";
import { keepFocus } from "./keep-focus";
import { areKeysOn, type KeyCommand, keyCommand } from "./keys";
import { KeysSheet } from "./keys-sheet";
import { pickByKey } from "./pick-by-key";

/** Between g and the key after it. */
const secondKeyMs = 1_500;
const ticketPath = /^\/tickets\/[0-9a-f-]{36}$/;

export function Keyboard() {
  const { t } = useTexts();
  const [path, navigate] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useEffect(keepFocus, []);
  useEffect(() => {
    let before: string | null = null;
    let until = 0;
    const goTo = (to: string, then?: () => void) => {
      navigate(to);
      if (then) requestAnimationFrame(then);
    };
    const back = () => {
      if (ticketPath.test(path)) {
        const list = document.querySelector("nav a[aria-current=page]")?.getAttribute("href") ?? "/work";
        goTo(list, () => document.querySelector<HTMLElement>(`[data-kind=list] a[href="${path}"]`)?.focus());
      } else shown(`main button[aria-label="${t.nav.back}"]`).at(0)?.click();
    };
    const find = () => shown('main [data-kind=list] input[type="search"]').at(0)?.focus();
    const run = (command: KeyCommand): void => {
      switch (command) {
        case "search":
          if (path === "/tickets") find();
          else goTo("/tickets", find);
          return;
        case "next":
          walk(1);
          return;
        case "previous":
          walk(-1);
          return;
        case "new":
          goTo("/new");
          return;
        case "main":
          shown("main button[data-kind=main]:not(:disabled)").at(-1)?.click();
          return;
        case "comment":
          if (ticketPath.test(path)) navigate(`${path}?do=comment`, { replace: true });
          return;
        case "pick":
          pickByKey(rowOf(document.activeElement));
          return;
        case "back":
          back();
          return;
        case "work":
        case "tickets":
        case "reviews":
        case "more":
          if (shown(`nav a[data-tab=${command}]`).length > 0) goTo(`/${command}`);
          return;
        case "help":
          setHelpOpen(true);
          return;
        case "open":
          return;
      }
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (!matchMedia(deskQuery).matches || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0 && rowOf(event.target) !== null) {
        event.preventDefault();
        walk(step);
        return;
      }
      const command = keyCommand(event.key, event.timeStamp < until ? before : null);
      before = command === "first" ? event.key : null;
      until = event.timeStamp + secondKeyMs;
      if (command === null || command === "first") return;
      // Not a character: nobody says it by mistake.
      if (command !== "back" && !areKeysOn()) return;
      event.preventDefault();
      run(command);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [path, navigate, t]);
  return isHelpOpen ? <KeysSheet onClose={() => setHelpOpen(false)} /> : null;
}

/** In a box for words; a tick or a choice takes no letters. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"))
  );
}

function shown(selector: string): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (one) => one.closest("[inert]") === null && one.checkVisibility({ visibilityProperty: true }),
  );
}

const rowSelector = '[data-kind=list] a[href^="/tickets/"], [data-kind=list] [data-ticket] input';

/** The ticket of the row that this is, by its id. */
function rowOf(element: unknown): string | null {
  if (!(element instanceof HTMLElement) || !element.matches(rowSelector)) return null;
  const href = element.getAttribute("href");
  return href
    ? (href.split("/").at(-1) ?? null)
    : (element.closest<HTMLElement>("[data-ticket]")?.dataset.ticket ?? null);
}

/** From the row with focus, or from the ticket that is open. */
function walk(step: 1 | -1): void {
  const rows = shown(rowSelector)
    .map((row) => ({ row, top: row.getBoundingClientRect().top }))
    .sort((a, b) => a.top - b.top)
    .map(({ row }) => row);
  const focused = rows.indexOf(document.activeElement as HTMLElement);
  const at = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "true");
  const next = rows[at < 0 ? 0 : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
