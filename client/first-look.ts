/**
 * What the page must know before any script of the app runs: whether somebody's work is on this phone. No truth, only a
 * guess of what will be shown next (the truth is the device's memory, device.ts): a phone of nobody's paints the sign-in
 * screen's head at once, any other never does.
 */
const key = "genba-home";

interface World {
  readonly localStorage?: { setItem(key: string, value: string): void; removeItem(key: string): void };
  readonly document?: { readonly documentElement: { removeAttribute(name: string): void } };
}

/** Window and worker; a worker has nothing to note it in. */
export function noteHome(isHome: boolean): void {
  try {
    const { localStorage, document } = globalThis as World;
    if (isHome) {
      document?.documentElement.removeAttribute("data-fresh");
      localStorage?.setItem(key, "1");
    } else localStorage?.removeItem(key);
  } catch {
    // Storage is full or forbidden.
  }
}

/** In the page itself, before its first paint: language and theme as locale.tsx reads them, and `data-fresh`. */
export const firstLookScript = `(function(d,l,a){try{l=JSON.parse(localStorage.getItem("genba-look"))}catch(e){}
try{a=localStorage.getItem("${key}")}catch(e){a="1"}
l=l||{};d.lang=l.locale==="en"||l.locale==="zh-TW"?l.locale:navigator.language.indexOf("en")===0?"en":"zh-TW";
if(l.theme==="light"||l.theme==="dark"||l.theme==="more")d.dataset.theme=l.theme;
if(!a)d.dataset.fresh=""})(document.documentElement)`;
