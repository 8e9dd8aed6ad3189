import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { collectionsQuery, ErrorState } from "@/shared";
import { collectInto, collectNew, type Done } from "../changes";

interface Props {
  opened: boolean;
  seqs: ReadonlySet<number>;
  onClose: () => void;
  onDone: (said: Done) => void;
}

const NEW = "new";

/** Put the chosen items into a new collection, or add them to one. */
export function CollectDialog({ opened, seqs, onClose, onDone }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Put ${seqs.size.toLocaleString("en")} items into a collection`}>
      {opened && <Form seqs={seqs} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function Form({ seqs, onClose, onDone }: Omit<Props, "opened">) {
  const client = useQueryClient();
  const query = useQuery(collectionsQuery);
  const collections = query.data?.filter((one) => !one.archived) ?? [];
  const [into, setInto] = useState(NEW);
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const target = collections.find((one) => one.id === into);
      onDone(await (target ? collectInto(seqs, target, message) : collectNew(seqs, name.trim(), message)));
      void client.invalidateQueries({ queryKey: ["collections"] });
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Select label="Into" searchable value={into} onChange={(value) => setInto(value ?? NEW)} data={[{ value: NEW, label: "A new collection" }, ...collections.map((one) => ({ value: one.id, label: `${one.name} (${one.items.toLocaleString("en")})` }))]} />
        {into === NEW && <TextInput label="Name" required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />}
        <TextInput label="Why" description="Kept in the collection's history." value={message} onChange={(event) => setMessage(event.currentTarget.value)} maxLength={1000} />
      </Stack>
      {error !== null && <ErrorState error={error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={into === NEW && !name.trim()}>
          {into === NEW ? "Make it" : "Add"}
        </Button>
      </Group>
    </form>
  );
}
