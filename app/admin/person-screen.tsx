import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { PersonDraft, PersonRecord } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import { useDirectory, useSession } from "../replica/genba-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import css from "./admin.module.css";
import { useAdmin, useAsked, useSaving } from "./admin-context";
import { DeactivateSheet } from "./deactivate-sheet";
import { cleaned, PersonFields, personProblems } from "./person-fields";
import { Problem, Waiting } from "./problem";
import { RenewPasswordSheet } from "./renew-password-sheet";
import { useEdits } from "./use-edits";

export function PersonScreen({ id }: { id: AccountId }) {
  const { a, admin } = useAdmin();
  const [, navigate] = useLocation();
  const { asked, again } = useAsked(() => admin.listPeople(), id);
  const person = asked.tag === "value" ? asked.value.find((one) => one.id === id) : undefined;
  return (
    <Screen title={person?.name ?? a.people.title} onBack={() => navigate("/admin/people")}>
      <Waiting asked={asked} again={again} />
      {asked.tag === "value" && !person ? <EmptyState title={a.people.gone} /> : null}
      {person ? (
        <div className={css.column}>
          <Details key={person.id} person={person} />
          <Groups person={person} />
          <Password person={person} />
          <Away person={person} onChanged={again} />
        </div>
      ) : null}
    </Screen>
  );
}

function Details({ person }: { person: PersonRecord }) {
  const { a, admin } = useAdmin();
  const saving = useSaving();
  const [present, setPresent] = useState<PersonDraft>(() => cleaned(person));
  const { draft, change, send } = useEdits(present, (known) => setPresent((last) => ({ ...last, ...known })));
  const [checked, setChecked] = useState(false);
  const save = () => {
    setChecked(true);
    if (personProblems(draft).length > 0) return;
    void saving.save(() => send(cleaned(draft), (edits) => admin.editPerson(person.id, edits)));
  };
  return (
    <Section title={a.people.data}>
      <div className={css.pad}>
        <PersonFields draft={draft} onChange={change} checked={checked} />
        <Problem error={saving.error} kind="person.edited" />
        <Button kind="main" wide disabled={saving.busy} onClick={save}>
          {saving.busy ? a.saving : a.save}
        </Button>
      </div>
    </Section>
  );
}

function Groups({ person }: { person: PersonRecord }) {
  const { a } = useAdmin();
  const { groups } = useDirectory();
  const mine = [...groups.values()].flatMap((group) => {
    const membership = group.members.find((member) => member.accountId === person.id);
    return membership ? [{ group, role: membership.role }] : [];
  });
  return (
    <Section title={a.people.groups} count={mine.length}>
      {mine.length === 0 ? <p className={css.quiet}>{a.people.noGroups}</p> : null}
      {mine.map(({ group, role }) => (
        <Link key={group.id} href={`/admin/groups/${group.id}`} className={css.row}>
          <span className={css.grow}>
            {group.name}
            <small>{a.groups.roleNames[role]}</small>
          </span>
          <Icon name="forward" size={20} />
        </Link>
      ))}
    </Section>
  );
}

function Password({ person }: { person: PersonRecord }) {
  const { a } = useAdmin();
  const { account } = useSession();
  const [renewing, setRenewing] = useState(false);
  // One's own could be lost on its way, with nobody signed in to give another.
  if (!person.active || person.id === account.id) return null;
  return (
    <Section title={a.people.password}>
      <div className={css.pad}>
        <p>{a.people.renewWhy}</p>
        <Button wide aria-haspopup="dialog" onClick={() => setRenewing(true)}>
          {a.people.renew}
        </Button>
      </div>
      {renewing ? <RenewPasswordSheet person={person} onClose={() => setRenewing(false)} /> : null}
    </Section>
  );
}

function Away({ person, onChanged }: { person: PersonRecord; onChanged: () => void }) {
  const { a, admin } = useAdmin();
  const { account } = useSession();
  const saving = useSaving();
  const [leaving, setLeaving] = useState(false);
  const reactivate = async () => {
    const said = a.people.reactivated(person.name);
    if (await saving.save(() => admin.reactivatePerson(person.id), said)) onChanged();
  };
  return (
    <Section title={a.people.away}>
      <div className={css.pad}>
        {person.id === account.id ? <p>{a.people.self}</p> : null}
        {person.id !== account.id && person.active ? (
          <>
            <p>{a.people.deactivateWhy}</p>
            <Button wide aria-haspopup="dialog" onClick={() => setLeaving(true)}>
              {a.people.deactivate}
            </Button>
          </>
        ) : null}
        {person.active ? null : (
          <>
            <p>{a.people.reactivateWhy}</p>
            <Problem error={saving.error} />
            <Button wide disabled={saving.busy} onClick={() => void reactivate()}>
              {a.people.reactivate}
            </Button>
          </>
        )}
      </div>
      {leaving ? (
        <DeactivateSheet
          person={person}
          onClose={() => setLeaving(false)}
          onDone={() => {
            setLeaving(false);
            onChanged();
          }}
        />
      ) : null}
    </Section>
  );
}
