/**
 * One POST to a push service (server/outgoing/guarded-post.ts). web-push's own sender has no time limit, no bound on the
 * answer and goes wherever the address says.
 */
import {
  createGuardedPost,
  type GuardedAnswer,
  type GuardedPost,
  type GuardedPostOptions,
} from "../outgoing/guarded-post";
import { findPushHost, type PushHost } from "./push-hosts";

export type PushAnswer = GuardedAnswer;
export type PostPush = GuardedPost;

export interface PostPushOptions extends Omit<GuardedPostOptions, "admit"> {
  readonly hosts: readonly PushHost[];
}

/** Keeps connections open between messages; `close` ends them. */
export function createPostPush({ hosts, ...options }: PostPushOptions): { post: PostPush; close(): void } {
  return createGuardedPost({
    ...options,
    admit: (endpoint) => {
      const host = findPushHost(endpoint, hosts);
      return host && { mayBePrivate: host.explicitPort };
    },
  });
}
