/** Of every notification of ours. */
export const notificationLooks = { icon: "/icons/icon-192.png", badge: "/icons/badge-96.png" } as const;
