/** Every address that the app's own router answers. The server answers all of them with the one shell. */
export const clientRoutes = [
  "/work",
  "/tickets",
  "/tickets/:id",
  "/new",
  "/queue",
  "/attention",
  "/more",
  "/signin",
  "/reviews",
  "/inbox",
] as const;
