import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { firstLookScript } from "../client/first-look";
import "./ui/tokens.css";
import "./ui/contrast.css";
import "./ui/base.css";

export const metadata: Metadata = {
  title: { default: "Genba 現場", template: "%s · Genba" },
  description: "離線可用的 IT 服務管理：事故、問題、變更。",
  applicationName: "Genba",
  manifest: "/manifest.webmanifest",
  appleWebApp: { capable: true, title: "Genba", statusBarStyle: "default" },
  formatDetection: { telephone: false },
  icons: {
    icon: [{ url: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }],
    apple: [{ url: "/icons/apple-touch-180.png", sizes: "180x180" }],
  },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // Android's keyboard makes the page smaller, so that the main action stays in sight.
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f4ee" },
    { media: "(prefers-color-scheme: dark)", color: "#101315" },
  ],
};

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    // Its attributes are the phone's before React sees them.
    <html lang="zh-TW" suppressHydrationWarning>
      <head>
        {/* In the page, as the first paint must not wait for a script; allowed by its hash (proxy.ts). */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours */}
        <script dangerouslySetInnerHTML={{ __html: firstLookScript }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
