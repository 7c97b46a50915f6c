/** For vi.waitFor and vi.waitUntil, which give up after a second: a busy machine takes longer now and then. */
export const patience = { timeout: 10_000 };
