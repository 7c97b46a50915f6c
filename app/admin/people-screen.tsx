import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { PersonRecord } from "../../core/directory/administration";
import { EmptyState } from "../ui/empty-state";
import { TextField } from "../ui/field";
import { Icon } from "../ui/icons";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import css from "./admin.module.css";
import { useAdmin, useAsked } from "./admin-context";
import { CreateButton } from "./create-button";
import { NewPersonSheet } from "./new-person-sheet";
import { peopleMatching } from "./people-view";
import { Waiting } from "./problem";

export function PeopleScreen() {
  const { a, admin } = useAdmin();
  const [, navigate] = useLocation();
  const { asked, again } = useAsked(() => admin.listPeople(), "people");
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const people = asked.tag === "value" ? peopleMatching(asked.value, text) : null;
  return (
    <Screen
      title={a.people.title}
      onBack={() => navigate("/admin")}
      foot={<CreateButton label={a.people.create} onOpen={() => setAdding(true)} />}
    >
      <Waiting asked={asked} again={again} />
      {people ? (
        <div className={css.column}>
          <TextField label={a.people.search} type="search" value={text} onChange={setText} />
          {people.length === 0 ? <EmptyState title={a.people.none} /> : <PeopleList people={people} />}
        </div>
      ) : null}
      {adding ? (
        <NewPersonSheet
          onClose={() => {
            setAdding(false);
            again();
          }}
        />
      ) : null}
    </Screen>
  );
}

function PeopleList({ people }: { people: readonly PersonRecord[] }) {
  const { a } = useAdmin();
  return (
    <Section title={a.people.title} count={people.length}>
      {people.map((person) => (
        <Link key={person.id} href={`/admin/people/${person.id}`} className={css.row}>
          <span className={css.grow}>
            {person.name}
            <small>{`${a.roles[person.role]} · ${person.email}`}</small>
          </span>
          {person.active ? null : <Tag tone="plain">{a.inactive}</Tag>}
          <Icon name="forward" size={20} />
        </Link>
      ))}
    </Section>
  );
}
