/**
 * `npm run restore-epoch`: to be run once the database was restored from a backup, while the desk runs. The counter of
 * changes counts anew what phones have seen already; under another epoch each fills its replica anew and keeps its
 * queue (SYNC R5).
 */
import { runCommand } from "./failure";
import { connectToDesk, findRunningDesk } from "./running-desk";

await runCommand(async () => {
  const database = connectToDesk(findRunningDesk());
  try {
    await database.$executeRaw`UPDATE sync_counter SET epoch = gen_random_uuid()`;
  } finally {
    await database.$disconnect();
  }
  console.log(
    "Each phone fills its replica anew at its next contact. What it has not sent yet stays in its queue.",
  );
});
