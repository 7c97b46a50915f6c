-- The push service says that this device is no more; its deliveries go with it. A device that has registered anew
-- under the same address keeps its new keys.
-- $1 subscription, $2 the keys it was sent to.
DELETE FROM push_subscription WHERE id = $1::uuid AND p256dh = $2
