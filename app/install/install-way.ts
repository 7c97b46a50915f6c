/** How this browser puts the app on the home screen. Pure: what it says of itself is an argument. */
import { mendPlace } from "../push/device-name";

/**
 * prompt       by a button of ours: the browser offers it
 * ios          Share, Add to Home Screen
 * firefox      Firefox on Android: its menu
 * menu         any other browser's menu
 */
export type InstallWay = "prompt" | "ios" | "firefox" | "menu";

export interface Browser {
  readonly userAgent: string;
  readonly touchPoints: number;
  readonly hasOffer: boolean;
}

/** Null: this browser cannot. */
export function installWay({ userAgent, touchPoints, hasOffer }: Browser): InstallWay | null {
  if (hasOffer) return "prompt";
  switch (mendPlace(userAgent, touchPoints)) {
    case "ios":
      return "ios";
    case "android":
      return /\bFirefox\//.test(userAgent) ? "firefox" : "menu";
    case "desktop":
      return "menu";
    case "firefox":
    case "safari":
      return null;
  }
}
