-- The stage that is entered becomes part of a rule's cell: a rule is carried over to every stage that it covered.
-- AlterTable
ALTER TABLE "notify_rule" DROP CONSTRAINT "notify_rule_pkey",
ADD COLUMN     "stage" TEXT;

-- The stages to which each action led on this day, and whom it told there (NULL: everyone it tells).
WITH entry (flow, action, told, stages) AS (VALUES
  ('incident', 'open', NULL::text, '{assign}'::text[]),
  ('incident', 'assignHandler', NULL, '{handle}'),
  ('incident', 'claim', NULL, '{handle}'),
  ('incident', 'reassign', NULL, '{assign}'),
  ('incident', 'resolveNow', NULL, '{closed}'),
  ('incident', 'cancel', NULL, '{closed}'),
  ('incident', 'resolve', NULL, '{closed}'),
  ('incident', 'raiseProblem', NULL, '{assign}'),
  ('incident', 'returnToAssign', NULL, '{assign}'),
  ('incident', 'hold', NULL, '{handle}'),
  ('incident', 'resume', NULL, '{handle}'),
  ('incident', 'transfer', NULL, '{handle}'),
  ('incident', 'reopen', NULL, '{assign}'),
  ('problem', 'open', NULL, '{assign}'),
  ('problem', 'assignInvestigator', NULL, '{investigate}'),
  ('problem', 'reassign', NULL, '{assign}'),
  ('problem', 'resolveNow', NULL, '{closed}'),
  ('problem', 'cancel', NULL, '{closed}'),
  ('problem', 'assignHandler', NULL, '{handle}'),
  ('problem', 'returnToAssign', NULL, '{assign}'),
  ('problem', 'transfer', NULL, '{investigate,handle}'),
  ('problem', 'eradicate', NULL, '{closed}'),
  ('problem', 'contain', NULL, '{closed}'),
  ('problem', 'returnToInvestigate', NULL, '{investigate}'),
  ('problem', 'reopen', 'investigator', '{investigate}'),
  ('problem', 'reopen', 'leads', '{assign}'),
  ('problem', 'reopen', 'opener', '{investigate,assign}'),
  ('standard', 'open', NULL, '{new}'),
  ('standard', 'schedule', NULL, '{scheduled}'),
  ('standard', 'transfer', NULL, '{plan,scheduled}'),
  ('standard', 'reschedule', NULL, '{plan}'),
  ('standard', 'close', NULL, '{closing}'),
  ('standard', 'withdraw', NULL, '{closed}'),
  ('standard', 'cancel', NULL, '{closed}'),
  ('normal', 'open', NULL, '{new}'),
  ('normal', 'submitForReview', NULL, '{preDevReview,preLaunchReview,closingReview}'),
  ('normal', 'transfer', NULL, '{plan,scheduled}'),
  ('normal', 'reject', NULL, '{new,plan,done}'),
  ('normal', 'reschedule', NULL, '{preLaunchReview}'),
  ('normal', 'withdraw', NULL, '{closed}'),
  ('normal', 'cancel', NULL, '{closed}'),
  ('normal', 'approve', 'changeGroup', '{scheduled}'),
  ('normal', 'approve', 'opener', '{closed}'),
  ('emergency', 'open', NULL, '{new}'),
  ('emergency', 'submitForReview', NULL, '{preLaunchReview,closingReview}'),
  ('emergency', 'transfer', NULL, '{plan,scheduled}'),
  ('emergency', 'reject', NULL, '{plan,done}'),
  ('emergency', 'reschedule', NULL, '{preLaunchReview}'),
  ('emergency', 'withdraw', NULL, '{closed}'),
  ('emergency', 'cancel', NULL, '{closed}'),
  ('emergency', 'approve', 'changeGroup', '{scheduled}'),
  ('emergency', 'approve', 'opener', '{closed}')
)
INSERT INTO notify_rule (flow, action, stage, told, inbox, push, mail, changed_by_id, changed_at)
SELECT rule.flow, rule.action, entered.stage, rule.told, inbox, push, mail, changed_by_id, changed_at
FROM notify_rule AS rule
JOIN entry ON entry.flow = rule.flow AND entry.action = rule.action AND coalesce(entry.told, rule.told) = rule.told
CROSS JOIN unnest(entry.stages) AS entered (stage);
DELETE FROM notify_rule WHERE stage IS NULL;

-- AlterTable
ALTER TABLE "notify_rule" ALTER COLUMN "stage" SET NOT NULL,
ADD CONSTRAINT "notify_rule_pkey" PRIMARY KEY ("flow", "action", "stage", "told");
