import type { Genba } from "../../client/genba";
import { exportQueue } from "../../client/queue/export";

/** C9: hands the queue to the person as a file. */
export async function exportQueueFile(genba: Genba): Promise<void> {
  downloadQueue(await exportQueue(genba.replica));
}

export function downloadQueue(content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `genba-queue-${new Date().toISOString().slice(0, 16).replace(":", "")}.json`;
  link.click();
  // The download has taken its own copy by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
