import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Absent while the client is only generated: no database is asked for then.
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
