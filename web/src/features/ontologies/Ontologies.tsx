import { Button, Table, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { EmptyState, ErrorState, Fetched, Page } from "@/shared";
import { useCreateOntology, useOntologies } from "./api";
import styles from "./ontologies.module.css";

/** What may be labelled, and a way to make a new one. */
export default function Ontologies() {
  const query = useOntologies();
  return (
    <Page title="Ontologies" actions={<Create />}>
      <Fetched query={query} what="ontologies">
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="No ontology yet">An ontology says which classes may be labelled, with which shapes and attributes. Name one above to begin.</EmptyState>
          ) : (
            <Table stickyHeader highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Classes</Table.Th>
                  <Table.Th ta="right">Version</Table.Th>
                  <Table.Th>Changed</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>
                      <Link to={`/ontologies/${one.id}`}>{one.name}</Link>
                    </Table.Td>
                    <Table.Td>
                      <span className={styles.swatches}>
                        {(one.classes ?? []).slice(0, 8).map((found) => (
                          <span key={found.id} className={styles.named}>
                            <span className={styles.swatch} style={{ background: found.colour }} /> {found.name}
                          </span>
                        ))}
                        {(one.classes?.length ?? 0) > 8 && <span>and {(one.classes?.length ?? 0) - 8} more</span>}
                      </span>
                    </Table.Td>
                    <Table.Td ta="right">{one.version}</Table.Td>
                    <Table.Td>{new Date(one.created_at ?? 0).toLocaleString()}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Fetched>
    </Page>
  );
}

function Create() {
  const [name, setName] = useState("");
  const create = useCreateOntology();
  const navigate = useNavigate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(name.trim(), { onSuccess: (made) => void navigate({ to: `/ontologies/${made.id}` }) });
  };
  return (
    <>
      {create.error && <ErrorState error={create.error} />}
      <form onSubmit={submit} className={styles.inline}>
        <TextInput aria-label="Name of the new ontology" placeholder="Name of the new ontology" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" disabled={!name.trim()} loading={create.isPending}>
          New ontology
        </Button>
      </form>
    </>
  );
}
