/**
 * Photos and files (SYNC C8). An action names what goes with it, by hash; its bytes come after it in a lane of their
 * own, so that a ticket never waits for its photo. The line of that action lists them, and says of each when the
 * server has stored what the hash promised.
 */
import type { AttachmentId, EpochMs } from "../ids";

/** What an action says of a file: enough to draw its place before it has come, and to know it when it has. */
export interface AttachmentRef {
  /** uuidv7, made on the phone. */
  readonly id: AttachmentId;
  /** Of the bytes, hex, lower case. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** As the phone took it to be; the server looks into the bytes itself. */
  readonly mediaType: string;
  readonly name: string;
  /** Pixels; absent for what is no picture. */
  readonly width?: number;
  readonly height?: number;
}

/** One of a timeline's line. */
export interface Attachment extends AttachmentRef {
  /** Absent: its bytes are still on their author's phone. */
  readonly stored?: {
    readonly at: EpochMs;
    /** As the bytes say. */
    readonly mediaType: string;
    /** There is a small picture of it. */
    readonly preview: boolean;
  };
}

/** Of one action. */
export const attachmentsMax = 10;
export const attachmentMaxBytes = 25 * 2 ** 20;
/** The long side of a photo as it is sent, and of its small picture; pixels. */
export const photoMaxSide = 2_048;
export const previewMaxSide = 320;
