import type { NextConfig } from "next";
import { clientRoutes } from "./core/routes";

/** Known when the server is built; what depends on the machine it runs on is set by proxy.ts. */
const neverSniff = { key: "X-Content-Type-Options", value: "nosniff" };
/** Of pages, and of what may be taken for one; the answers of our own calls, often one edit long, are JSON. */
const pageHeaders = [
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(self), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

/** Next lets proxies keep prerendered pages for a year; a phone must ask each time (the worker caches for it). */
const askEachTime = [{ key: "Cache-Control", value: "no-cache" }];

const config: NextConfig = {
  // The hash of the sources, so that a build of the same sources does not make every phone update.
  generateBuildId: () => process.env.GENBA_BUILD_ID ?? null,
  poweredByHeader: false,
  // Dexie's build for modern browsers: its package names an older, larger one first (docs/decisions/0014).
  turbopack: { resolveAlias: { dexie: "dexie/dist/modern/dexie.min.mjs" } },
  reactStrictMode: true,
  // `npm run check` has judged the types of all runtimes already.
  typescript: { ignoreBuildErrors: true },
  rewrites: async () => clientRoutes.map((source) => ({ source, destination: "/" })),
  headers: async () => [
    { source: "/:path*", headers: [neverSniff] },
    { source: "/((?!api/trpc/).*)", headers: pageHeaders },
    // What a route handler says of its type reaches Next's compression as a list, which it takes for a type that does
    // not compress; said here it is a text. A first sync is megabytes over a weak network.
    { source: "/api/trpc/:path*", headers: [{ key: "Content-Type", value: "application/json" }] },
    ...["/", ...clientRoutes].map((source) => ({ source, headers: askEachTime })),
    { source: "/manifest.webmanifest", headers: askEachTime },
    { source: "/sw.js", headers: [{ key: "Cache-Control", value: "no-store" }] },
    { source: "/drain.js", headers: [{ key: "Cache-Control", value: "no-store" }] },
  ],
};

export default config;
