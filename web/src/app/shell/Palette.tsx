import { Modal, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type Binding, chords } from "@/shared/keys/registry";
import { useBindings } from "@/shared/keys/useKeys";
import { Keys } from "@/shared/parts/KeyHint";
import { PARTS, useNamedPlaces } from "./pages";
import styles from "./Shell.module.css";

const MOST_SHOWN = 60;

type Command = Pick<Binding, "id" | "title" | "keys" | "run">;

/** Every page and every living command, found by typing a part of its title. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} title="Commands" classNames={{ header: "visually-hidden" }} size="lg" yOffset="10vh" centered={false}>
      {opened && <Choices onClose={onClose} />}
    </Modal>
  );
}

function Choices({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const places = [...PARTS, ...useNamedPlaces(true)].map((one) => ({
    id: `place ${one.to} ${JSON.stringify(one.search ?? {})}`,
    title: one.title,
    keys: [] as string[],
    run: () => void navigate({ to: one.to, search: (one.search ?? {}) as never }),
  }));
  const found: Command[] = [...useBindings().filter((one) => one.inPalette !== false), ...places].filter((one) => isAbout(one.title, text)).slice(0, MOST_SHOWN);
  const chosen = Math.min(at, found.length - 1);
  const run = (one: Command | undefined) => {
    onClose();
    if (one) setTimeout(() => one.run(null));
  };
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    void list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[chosen]);
    }
  };
  return (
    <>
      <TextInput
        data-autofocus
        size="sm"
        aria-label="Find a page or a command"
        placeholder="Find a page or a command"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] && `palette-${chosen}`}
        value={text}
        onKeyDown={keys}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <ul ref={list} className={styles.list} role="listbox" id="palette-list" aria-label="Commands">
        {found.map((one, index) => (
          <li key={one.id} id={`palette-${index}`} role="option" aria-selected={index === chosen} className={styles.option} onClick={() => run(one)} onMouseMove={() => setAt(index)}>
            <span>{one.title}</span>
            {chords(one)[0] && <Keys chord={chords(one)[0] ?? ""} />}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">Nothing is called so.</p>}
    </>
  );
}

function isAbout(title: string, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => title.toLowerCase().includes(word));
}
