/** The phone's camera, asked for and let go of. What keeps it from us is told apart, as each is mended differently. */

export type CameraTrouble = "denied" | "none" | "busy" | "insecure" | "failed";

/** The camera that looks away from the person; enough pixels for a label at arm's length, no more to decode. */
const wanted: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1_280 }, height: { ideal: 720 } },
};

/** Browsers give a page without https no cameras at all: there is nothing to ask. */
export function canAskForCamera(): boolean {
  return (navigator as Partial<Navigator>).mediaDevices !== undefined;
}

/** Throws what getUserMedia throws: see `troubleOf`. */
export function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia(wanted);
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof Error ? error.name : null) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "failed";
  }
}

/** Not in TypeScript's DOM: Chrome on Android has it, Safari since 17.4. */
type TorchCapabilities = MediaTrackCapabilities & { readonly torch?: boolean };
type TorchConstraints = MediaTrackConstraintSet & { readonly torch: boolean };

export function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  // Firefox has no capabilities of tracks.
  const capabilities = track?.getCapabilities?.() as TorchCapabilities | undefined;
  return capabilities?.torch === true;
}

/** Throws where the camera does not take it. */
export async function turnTorch(stream: MediaStream, on: boolean): Promise<void> {
  const constraint: TorchConstraints = { torch: on };
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [constraint] });
}
