import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { ErrorState, numberOf, useSession } from "@/shared";
import { BY_ITEM, type Done, setValues } from "../changes";

type Key = Schemas["MetadataKey"];
const NEW = "new key";
const TYPES = ["string", "text", "number", "boolean", "datetime", "enum"] as const;

interface Props {
  opened: boolean;
  seqs: ReadonlySet<number>;
  onClose: () => void;
  onDone: (said: Done) => void;
}

/** Set one key's value for the chosen items, or remove it. */
export function MetadataDialog({ opened, seqs, onClose, onDone }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Metadata of ${seqs.size.toLocaleString("en")} ${seqs.size === 1 ? "item" : "items"}`}>
      {opened && <Form seqs={seqs} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function Form({ seqs, onClose, onDone }: Omit<Props, "opened">) {
  const client = useQueryClient();
  const isAdmin = useSession().member.role === "admin";
  const query = useQuery({ queryKey: ["metadata-schema"], queryFn: ({ signal }) => data(api.GET("/api/v1/metadata", { signal })) });
  const keys = Object.entries(query.data?.keys ?? {}).filter(([, one]) => !one.deleted && one.type !== "embedding" && one.type !== "geospatial");
  const [picked, setPicked] = useState<string | null>(null);
  const name = picked ?? keys[0]?.[0] ?? (isAdmin ? NEW : null);
  const [value, setValue] = useState<string | number>("");
  const [title, setTitle] = useState("");
  const [type, setType] = useState<(typeof TYPES)[number]>("string");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const known = keys.find(([one]) => one === name)?.[1];
  const isNone = (known?.type ?? type) === "number" ? numberOf(value) === undefined : value === "";

  const write = async (wanted: unknown) => {
    setBusy(true);
    setError(null);
    try {
      const key = name === NEW ? title.trim() : (name ?? "");
      if (name === NEW) {
        const values = type === "enum" ? [String(value)] : [];
        await data(api.PUT("/api/v1/metadata/keys/{key}", { params: { path: { key } }, body: { type, values } }));
        await Promise.all([client.invalidateQueries({ queryKey: ["metadata-schema"] }), client.invalidateQueries({ queryKey: ["fields"] })]);
      }
      onDone(await setValues(seqs, { [key]: wanted }));
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void write(asTyped(known?.type ?? type, value));
  };
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label="Key"
          searchable
          value={name}
          onChange={(next) => {
            setPicked(next);
            setValue("");
          }}
          data={[...keys.map(([one, { title: shown }]) => ({ value: one, label: shown || one })), ...(isAdmin ? [{ value: NEW, label: "A new key…" }] : [])]}
          nothingFoundMessage="There is no such key."
        />
        {name === NEW && (
          <Group grow align="flex-start">
            <TextInput label="Its name" required value={title} onChange={(event) => setTitle(event.currentTarget.value)} maxLength={100} />
            <Select label="Its type" description="It cannot be changed later." value={type} onChange={(next) => setType(TYPES.find((one) => one === next) ?? "string")} data={[...TYPES]} />
          </Group>
        )}
        {name !== null && <ValueInput known={known ?? { type, values: [] }} value={value} onChange={setValue} />}
        {name === null && <Text>The workspace has no metadata keys yet. Ask an admin to make one.</Text>}
        {seqs.size > BY_ITEM && <Text c="var(--warn)">For more than {BY_ITEM} items this runs as a job and cannot be taken back with one click.</Text>}
      </Stack>
      {error !== null && <ErrorState error={error} />}
      <Group justify="space-between" mt="md">
        <Button variant="subtle" color="red" disabled={!known || busy} onClick={() => void write(null)}>
          Remove the value
        </Button>
        <Group>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={name === null || isNone || (name === NEW && !title.trim())}>
            Set
          </Button>
        </Group>
      </Group>
    </form>
  );
}

function ValueInput({ known, value, onChange }: { known: Pick<Key, "type" | "values">; value: string | number; onChange: (value: string | number) => void }) {
  const text = String(value);
  switch (known.type) {
    case "number":
      return <NumberInput label="Value" value={value} onChange={onChange} data-autofocus />;
    case "boolean":
      return <Select label="Value" value={text || null} onChange={(next) => onChange(next ?? "")} data={["true", "false"]} />;
    case "enum":
      if (known.values?.length) return <Select label="Value" searchable value={text || null} onChange={(next) => onChange(next ?? "")} data={[...known.values]} />;
      return <TextInput label="Value" value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
    case "datetime":
      return <TextInput label="Value" type="datetime-local" step={1} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
    default:
      return <TextInput label="Value" value={text} onChange={(event) => onChange(event.currentTarget.value)} data-autofocus />;
  }
}

/** A value as the API takes it. */
function asTyped(type: Key["type"], value: string | number): unknown {
  if (type === "boolean") return value === "true";
  if (type === "datetime") return new Date(String(value)).toISOString();
  return type === "number" ? numberOf(value) : value;
}
