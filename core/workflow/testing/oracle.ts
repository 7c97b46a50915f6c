/**
 * WORKFLOWS.md once more, by hand and in the document's own shape, to judge the rows by. Imports nothing of core.
 *
 * A line: source, action, from → to, who | needs | told. `**x**` is told in bold (S); `x?cond` holds under a
 * condition; `x~` may be said but need not be. Incident and problem name every told person; for changes, as in the
 * document, `entering` says who is told on entering a stage, and a line names who is told besides.
 */

const incident = `
S open            - → assign                  anyone, system                               | title, categoryId, impact, urgency          | **ownerGroups**, **assignedGroup**
S assignHandler   assign → handle             lead                                         | personId                                    | handler
X claim           assign → handle             member                                       |                                             | leads
S reassign        assign → assign             lead, ownerLead                              | groupId, reason                             | newGroup
S resolveNow      assign → closed/resolved    lead, member                                 | closureCode, notes                          | **opener**
S cancel          assign → closed/cancelled   lead, opener?untaken                         | reason, duplicateOf~                        | **opener**
X resolve         assign → closed/resolved    system?recovery, system?eradicatedProblem    |                                             | opener, holder
S resolve         handle → closed/resolved    handler, lead, system?recovery, system?eradicatedProblem | closureCode?person, notes?person, restoredAt?person | **opener**, holder?bySystem
S returnToAssign  handle → assign             handler, lead                                | reason                                      | leads, ownerGroups?thirdReturn
X hold            handle → handle             handler, lead                                | holdReason, holdTicketId?waitsForTicket, until | opener?waitedFor
X resume          handle → handle             handler, lead                                |                                             | opener?waitedFor
X transfer        handle → handle             handler, lead                                | personId                                    | holder?previous, holder?new
X reopen          closed/resolved → assign    opener, ownerLead, system?event              | reason                                      | assignedGroup
X raiseProblem    assign → assign             handler, lead                                |                                             | assignedGroup?problem
X raiseProblem    handle → handle             handler, lead                                |                                             | assignedGroup?problem
X raiseProblem    closed → closed             handler, lead                                |                                             | assignedGroup?problem
`;

const problem = `
S open               - → assign                      agent                | title, categoryId, description, linkedIds?notProactive | **assignedGroup**
S assignInvestigator assign → investigate            lead                 | personId                                        | investigator
X reassign           assign → assign                 lead                 | groupId, reason                                 | newGroup
S resolveNow         assign → closed/resolved        lead                 | resolution, resolutionTicketId, notes           | **opener**
S cancel             assign → closed/cancelled       lead                 | reason                                          | **opener**
S assignHandler      investigate → handle            investigator, lead   | analysis, personId, workaround~                 | handler
X returnToAssign     investigate → assign            investigator, lead   | reason                                          | leads
X transfer           investigate → investigate       investigator, lead   | personId                                        | holder?previous, holder?new
X transfer           handle → handle                 handler, lead        | personId                                        | holder?previous, holder?new
S eradicate          handle → closed/eradicated      handler, lead        | rootCause, permanentFix                         | **opener**, holder?waitingIncidents
S contain            handle → closed/knownError      handler, lead        | workaround, whyNotEradicated, reviewDate        | **opener**
X returnToInvestigate handle → investigate/assign?noInvestigator  handler, lead | reason                                      | investigator, leads?noInvestigator
X reopen             closed → investigate/assign?noInvestigator  lead     | reason                                          | investigator, leads?noInvestigator, opener
`;

/** The change rows: a further column names the types; `…` stands for every stage of the type in between. */
const change = `
S open            - → new                            agent                | title, description, assetIds, risk             |                                 | standard, normal, emergency
S submitForReview new → preDevReview                 opener, changeGroup  | scope, riskAssessment                           |                                 | normal
S startPlanning   new → plan                         opener, changeGroup  |                                                 |                                 | standard, emergency
S approve         preDevReview → plan                reviewers            |                                                 |                                 | normal
X reject          preDevReview → new                 reviewers            | reason                                          | opener, implementer, changeGroup | normal
S submitForReview plan → preLaunchReview             changeGroup          | steps, rollbackPlan, window, implementerId, conflictCheck |                       | normal, emergency
S schedule        plan → scheduled                   changeGroup          | window, implementerId, rollbackPlan, conflictCheck |                              | standard
S approve         preLaunchReview → scheduled        reviewers            |                                                 |                                 | normal, emergency
X reject          preLaunchReview → plan             reviewers            | reason                                          | opener, implementer, changeGroup | normal, emergency
X start           scheduled → scheduled!             implementer, lead    | actualStart                                     |                                 | standard, normal, emergency
S complete        scheduled → done                   implementer, lead    | actualEnd, result                               |                                 | standard, normal, emergency
X reschedule      scheduled → plan                   changeGroup          | window, reason, conflictCheck                   | opener, implementer, changeGroup | standard
X reschedule      scheduled → preLaunchReview        changeGroup          | window, reason, conflictCheck                   | opener, implementer, changeGroup | normal, emergency
S close           done → closing                     changeGroup          | closureCode, notes                              |                                 | standard
S submitForReview done → closingReview               changeGroup          | closureCode, evidence, causedIncidentIds        |                                 | normal, emergency
S confirm         closing → closed/completed         lead                 |                                                 |                                 | standard
S approve         closingReview → closed/completed   reviewers            |                                                 |                                 | normal, emergency
X reject          closingReview → done               reviewers            | reason                                          | opener, implementer, changeGroup | normal, emergency
X transfer        plan → plan!                       implementer, lead    | personId, conflictCheck                         | holder?previous, holder?new     | standard, normal, emergency
X transfer        scheduled → scheduled!             implementer, lead    | personId, conflictCheck                         | holder?previous, holder?new     | standard, normal, emergency
X withdraw        new…scheduled → closed/withdrawn   opener               | reason                                          | opener, implementer, changeGroup | standard, normal, emergency
X cancel          new…scheduled → closed/cancelled   lead                 | reason                                          | opener, implementer, changeGroup | standard, normal, emergency
`;

const neededAtOpen: Readonly<Record<string, string>> = { standard: "templateId", emergency: "whyUrgent" };

const stagesOf: Readonly<Record<string, readonly string[]>> = {
  standard: ["new", "plan", "scheduled", "done", "closing", "closed"],
  normal: ["new", "preDevReview", "plan", "preLaunchReview", "scheduled", "done", "closingReview", "closed"],
  emergency: ["new", "plan", "preLaunchReview", "scheduled", "done", "closingReview", "closed"],
};

/** Told on ENTERING a stage, whichever way; all of it bold. */
function entering(flow: string, stage: string): readonly string[] {
  if (stage === "new" || stage === "scheduled") return ["changeGroup"];
  if (stage.endsWith("Review")) return ["reviewers"];
  if (stage === "closing") return flow === "standard" ? ["changeGroup"] : [];
  if (stage === "closed") return flow === "standard" ? [] : ["opener"];
  return [];
}

/** A word under a condition; `optional`: may be said, need not be. */
export interface OracleWord {
  readonly word: string;
  readonly condition: string | null;
  readonly optional: boolean;
  readonly bold: boolean;
}

export interface OracleLine {
  readonly flow: string;
  readonly source: string;
  readonly action: string;
  /** `-`, a stage, `closed` for any outcome or `closed/outcome`. */
  readonly from: string;
  readonly to: string;
  /** Where it goes instead when nobody investigated. */
  readonly toWithoutInvestigator: string | null;
  readonly who: readonly OracleWord[];
  readonly needs: readonly OracleWord[];
  readonly told: readonly OracleWord[];
}

export const oracle: readonly OracleLine[] = [
  ...linesOf(incident).map((line) => readLine("incident", line)),
  ...linesOf(problem).map((line) => readLine("problem", line)),
  ...["standard", "normal", "emergency"].flatMap((flow) => readChange(flow)),
];

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function readLine(flow: string, line: string): OracleLine {
  const match = /^([SX]) (\w+)\s+(\S+) → (\S+)\s+([^|]*)\|([^|]*)\|([^|]*)/.exec(line);
  if (match === null) throw new Error(`The oracle cannot read: ${line}`);
  const [, source = "", action = "", from = "", places = "", who = "", needs = "", told = ""] = match;
  const [to = "", instead] = splitPlaces(places);
  return {
    flow,
    source,
    action,
    from,
    to,
    toWithoutInvestigator: instead ?? null,
    who: readWords(who),
    needs: readWords(needs),
    told: readWords(told),
  };
}

/** `investigate/assign?noInvestigator` is a place and another under a condition; `closed/resolved` is one place. */
function splitPlaces(places: string): readonly string[] {
  if (!places.endsWith("?noInvestigator")) return [places];
  return places.slice(0, -"?noInvestigator".length).split("/");
}

function readWords(cell: string): readonly OracleWord[] {
  const texts = cell.split(",").map((text) => text.trim());
  return texts
    .filter((text) => text !== "")
    .map((text) => {
      const bold = text.startsWith("**");
      const plain = text.replaceAll("*", "");
      const [word = "", condition] = plain.replace("~", "").split("?");
      return { word, condition: condition ?? null, optional: plain.endsWith("~"), bold };
    });
}

function readChange(flow: string): readonly OracleLine[] {
  return linesOf(change).flatMap((line) => {
    const types = line.split("|").at(-1)?.split(",") ?? [];
    if (!types.some((type) => type.trim() === flow)) return [];
    const read = readLine(flow, line);
    return spanOf(flow, read.from).map((from) => completeChange(flow, { ...read, from }));
  });
}

/** `new…scheduled` as the type's stages. */
function spanOf(flow: string, from: string): readonly string[] {
  const [first = "", last] = from.split("…");
  if (last === undefined) return [from];
  const stages = stagesOf[flow] ?? [];
  return stages.slice(stages.indexOf(first), stages.indexOf(last) + 1);
}

/** `!` after the destination: the ticket stays, which is no entry. */
function completeChange(flow: string, line: OracleLine): OracleLine {
  const stays = line.to.endsWith("!");
  const to = line.to.replace("!", "");
  const onEntry = stays ? [] : entering(flow, to.split("/")[0] ?? "");
  const besides = line.told.filter((told) => !onEntry.includes(told.word));
  const atOpen = line.action === "open" ? neededAtOpen[flow] : undefined;
  return {
    ...line,
    to,
    needs: [...line.needs, ...(atOpen === undefined ? [] : readWords(atOpen))],
    told: [...onEntry.flatMap((word) => readWords(`**${word}**`)), ...besides],
  };
}
