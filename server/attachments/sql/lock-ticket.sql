-- The ticket whose line is about to say more: its scopes stand still until COMMIT, when the line's change is marked for
-- them. Without it somebody who got the ticket in between would have the line as it was (R1a). $1 attachment.
SELECT jsonb_build_object('ticketId', ticket.id) AS answer
FROM attachment JOIN ticket ON ticket.id = attachment.ticket_id
WHERE attachment.id = $1::uuid
FOR NO KEY UPDATE OF ticket
