import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { keyRegistry } from "@/shared/keys/registry";
import { useKeys } from "@/shared/keys/useKeys";
import { KeyHint } from "@/shared/parts/KeyHint";
import { Notices, notifyError } from "@/shared/parts/Notices";
import { useSession } from "@/shared/session/session";
import { SCREENS } from "../routes";
import { JobTray } from "./JobTray";
import { KeySheet } from "./KeySheet";
import { Palette } from "./Palette";
import styles from "./Shell.module.css";

const SCOPE = "Everywhere";

/** The rail on the left, the screen beside it; the palette, the sheet of keys and the tray of jobs above both. */
export function Shell({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const session = useSession();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme("dark") === "dark";
  const changeScheme = () => setColorScheme(isDark ? "light" : "dark");

  useEffect(() => {
    const listen = (event: KeyboardEvent) => void keyRegistry.handle(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  useKeys([
    { id: "palette", scope: SCOPE, keys: "Mod+K", title: "Find a page or a command", inFields: true, inDialog: true, inPalette: false, run: () => setOpen("palette") },
    { id: "keys", scope: SCOPE, keys: ["?", "F1"], title: "Show all keys", run: () => setOpen("keys") },
    { id: "scheme", scope: SCOPE, keys: "Mod+Shift+L", title: "Change between dark and light", run: changeScheme },
    ...SCREENS.filter((one) => one.nav).map(({ path, nav }, at) => ({
      id: `go${path}`,
      scope: SCOPE,
      keys: at < 9 ? `Alt+${at + 1}` : [],
      title: `Go to ${nav?.title ?? ""}`,
      run: () => void navigate({ to: path }),
    })),
  ]);

  return (
    <div className={styles.shell}>
      <a href="#screen" className={styles.skip}>
        Skip to the screen
      </a>
      <nav className={styles.rail} aria-label="Main">
        <div className={styles.brand}>
          <img src="/icon.svg" alt="" width={22} height={22} />
          <span className={styles.label}>Everloop</span>
        </div>
        {SCREENS.map(({ path, nav }) =>
          nav ? (
            <KeyHint key={path} binding={`go${path}`}>
              <Link to={path} className={styles.link} activeOptions={{ includeSearch: false }}>
                <nav.icon size={18} />
                <span className={styles.label}>{nav.title}</span>
              </Link>
            </KeyHint>
          ) : null,
        )}
        <div className={styles.fill} />
        <JobTray />
        <RailButton icon={<IconSearch size={18} />} binding="palette" label="Find" onClick={() => setOpen("palette")} />
        <RailButton icon={<IconKeyboard size={18} />} binding="keys" label="Keys" onClick={() => setOpen("keys")} />
        <RailButton icon={isDark ? <IconSun size={18} /> : <IconMoon size={18} />} binding="scheme" label={isDark ? "Light" : "Dark"} onClick={changeScheme} />
        <RailButton icon={<IconLogout size={18} />} binding="sign-out" label={`Sign out ${session.member.name}`} onClick={() => void session.signOut().catch(notifyError)} />
      </nav>
      <main className={styles.main} id="screen" tabIndex={-1}>
        {children}
      </main>
      <Palette opened={open === "palette"} onClose={() => setOpen(null)} />
      <KeySheet opened={open === "keys"} onClose={() => setOpen(null)} />
      <Notices />
    </div>
  );
}

function RailButton({ icon, label, binding, onClick }: { icon: ReactNode; label: string; binding: string; onClick: () => void }) {
  return (
    <KeyHint binding={binding}>
      <button type="button" className={styles.link} onClick={onClick}>
        {icon}
        <span className={styles.label}>{label}</span>
      </button>
    </KeyHint>
  );
}
