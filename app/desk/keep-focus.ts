/**
 * Focus is never lost: where what had it goes away (its button did what it said, its sheet was closed, its ticket left
 * the screen), the place nearest to it takes it, and there what had it last. Who walks by keyboard goes on from there,
 * and a screen reader says where that is. What moves focus itself (a sheet, a ticket's heading) is not disturbed.
 */

/** What had focus, newest first. */
const rememberedMax = 12;
const focusable = "a[href], button:not(:disabled), input:not(:disabled), textarea, select, [tabindex]";

/** Answers how to stop it. */
export function keepFocus(): () => void {
  /** Each with what it stood in, inside out, as it was while it stood there. */
  let had: readonly { readonly element: HTMLElement; readonly around: readonly Element[] }[] = [];
  let isAsked = false;
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    const around: Element[] = [];
    for (let at = target.parentElement; at && at !== document.body; at = at.parentElement) around.push(at);
    had = [{ element: target, around }, ...had.filter(({ element }) => element !== target)].slice(
      0,
      rememberedMax,
    );
  };
  const restore = () => {
    isAsked = false;
    const [last] = had;
    const now = document.activeElement;
    if (!last || (now !== null && now !== document.body) || canTake(last.element)) return;
    const sheet = [...document.querySelectorAll("dialog[open]")].at(-1);
    const place = [...last.around, document.querySelector("main")].find(
      (one): one is HTMLElement =>
        one instanceof HTMLElement &&
        isShown(one) &&
        (sheet === undefined || sheet.contains(one)) &&
        [...one.querySelectorAll<HTMLElement>(focusable)].some(canTake),
    );
    if (!place) return;
    const before = had.find(({ element }) => place.contains(element) && canTake(element))?.element;
    // The heading of what is there now, where there is one to be seen, tells more than the whole of it.
    const heading = [...place.querySelectorAll<HTMLElement>("h1, h2")].find(
      (one) => isShown(one) && one.offsetWidth > 1,
    );
    const next = before ?? heading ?? place;
    if (!before && !next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    if (before) next.scrollIntoView({ block: "nearest" });
  };
  // After whoever moves it on purpose: effects of React, a sheet that closes.
  const look = () => {
    if (isAsked || (document.activeElement !== null && document.activeElement !== document.body)) return;
    isAsked = true;
    requestAnimationFrame(() => requestAnimationFrame(restore));
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["disabled", "inert", "open", "data-hidden"],
  });
  document.addEventListener("focusin", remember);
  document.addEventListener("focusout", look);
  return () => {
    watch.disconnect();
    document.removeEventListener("focusin", remember);
    document.removeEventListener("focusout", look);
  };
}

function isShown(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    element.closest("[inert]") === null &&
    element.checkVisibility({ visibilityProperty: true })
  );
}

function canTake(element: HTMLElement): boolean {
  return isShown(element) && !element.matches(":disabled");
}
