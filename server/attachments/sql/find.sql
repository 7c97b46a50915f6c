-- An attachment whose ticket is in the viewer's sight. $1 attachment, $2 viewer, $3 role, $4 scopes.
SELECT jsonb_build_object(
  'state', attachment.state, 'sha256', attachment.sha256, 'name', attachment.name,
  'detectedType', attachment.detected_type, 'hasPreview', attachment.has_preview) AS answer
FROM attachment JOIN ticket ON ticket.id = attachment.ticket_id
WHERE attachment.id = $1::uuid AND ticket_in_sight(ticket, $2::uuid, $3::text, $4::text[])
