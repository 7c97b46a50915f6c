/**
 * The arrows of docs/ARCHITECTURE.md:
 *   core ← client ← worker; core ← server ← jobs; {core, client} ← app; server ← app/api;
 *   client may `import type` from server; scripts, e2e and prisma/seed may import anything but app.
 * Each comment says what to do instead.
 */

/** Tests, and testing/ folders, run on Node beside the code and may use what they like; the arrows bind the product. */
const test = "\\.test\\.tsx?$|/testing/";

/** Our own folders; everything else that is local (tsconfig, package.json …) is nobody's. */
const folders = [
  "core",
  "client",
  "worker",
  "app",
  "server",
  "jobs",
  "scripts",
  "e2e",
  "prisma",
  "generated",
];

/** @param {string} folder @param {string[]} allowed @param {string} comment */
function onlyInto(folder, allowed, comment) {
  const forbidden = folders.filter((name) => name !== folder && !allowed.includes(name));
  return {
    name: `${folder}-arrows`,
    comment,
    severity: "error",
    from: { path: `^${folder}/`, pathNot: test },
    to: { path: `^(${forbidden.join("|")})/` },
  };
}

module.exports = {
  forbidden: [
    onlyInto(
      "core",
      [],
      "core imports nothing of ours: pass what it needs as an argument, or move the rule into core.",
    ),
    {
      name: "core-is-pure",
      comment: "core does no I/O and uses no packages: do it in client or server and hand core the data.",
      severity: "error",
      from: { path: "^core/", pathNot: test },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"],
      },
    },
    onlyInto("client", ["core", "server"], "client imports core only: move what both need into core."),
    {
      name: "client-server-types-only",
      comment:
        "client may only `import type` from server: the answer comes by tRPC, shared rules live in core.",
      severity: "error",
      from: { path: "^client/", pathNot: test },
      to: { path: "^server/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "phone-has-no-node",
      comment: "This runs on the phone, where Node's modules do not exist: use what the web platform offers.",
      severity: "error",
      from: { path: "^(client|worker|app)/", pathNot: [test, "^app/api/"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "client-without-react",
      comment: "client also runs in the service worker: React belongs into app/.",
      severity: "error",
      from: { path: "^(client|worker|core|server|jobs)/", pathNot: test },
      to: { path: "node_modules/(react|react-dom|wouter)/" },
    },
    onlyInto(
      "worker",
      ["core", "client"],
      "worker imports client and core only: put what it needs into client.",
    ),
    onlyInto(
      "server",
      ["core", "generated"],
      "server imports core only: move what both sides need into core.",
    ),
    onlyInto("jobs", ["core", "server"], "jobs is an entry: it imports server and core only."),
    {
      name: "app-arrows",
      comment:
        "Screens import client and core: reach the server through client's tRPC; only app/api may import server.",
      severity: "error",
      from: { path: "^app/", pathNot: [test, "^app/api/"] },
      to: { path: "^(server|worker|jobs|scripts|e2e|prisma|generated)/" },
    },
    onlyInto("app/api", ["core", "server", "app"], "A route handler imports server and core only."),
    {
      name: "nobody-imports-app",
      comment: "app is the outermost layer: move what is needed into client or core.",
      severity: "error",
      from: { path: `^(${folders.join("|")})/`, pathNot: "^app/" },
      to: { path: "^app/" },
    },
    {
      name: "generated-client-by-db-only",
      comment:
        "Only server/db.ts imports the generated client: import the database (and its types) from server/db.",
      severity: "error",
      from: { pathNot: ["^generated/", "^server/db\\.ts$"] },
      to: { path: "^generated/" },
    },
    {
      name: "mail-by-jobs-only",
      comment:
        "The job process alone sends mail: write what is to be mailed into the outbox (server/notify/address.ts).",
      severity: "error",
      from: { path: "^(server|jobs|app|scripts|prisma)/", pathNot: [test, "^server/mail/", "^jobs/"] },
      to: { path: "(^server/mail/(?!mail-settings\\.)|node_modules/nodemailer/)" },
    },
    {
      name: "no-next-navigation",
      comment: "The app is one shell: use wouter's Link and useLocation, which work offline, not Next's.",
      severity: "error",
      from: {},
      to: { path: "node_modules/next/(dist/client/)?(link|navigation|router|form)(/|\\.|$)" },
    },
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or share a third: move the shared part out.",
      severity: "error",
      from: { pathNot: "^generated/" },
      to: { circular: true, viaOnly: { pathNot: "^generated/", dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "This import leads nowhere: a typing error, or a package that package.json does not name.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^\\./\\.next/", "\\.next/types", "\\.module\\.css$"] },
    },
    {
      name: "no-dev-dependency",
      comment: "The product runs without devDependencies: move the package to dependencies.",
      severity: "error",
      from: { path: "^(core|client|worker|app|server|jobs)/", pathNot: test },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/@types/",
      },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^generated/"] },
    // The bench's peers are installed by the bench itself, outside of node_modules.
    exclude: { path: ["^\\.next/", "^next-env\\.d\\.ts$", "^scripts/bench/sync/peers/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
