/** `npm run build`: everything that `npm start` needs, made anew only when a source changed. */

import { buildProduct } from "./build/product";
import { runCommand } from "./failure";

await runCommand(async () => {
  await buildProduct({ force: process.argv.includes("--force") });
});
