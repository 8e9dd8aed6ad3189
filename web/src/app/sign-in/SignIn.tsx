import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, data, sentence } from "@/api/client";
import { forgetOthers, SESSION, useAuth } from "../auth/AuthContext";
import styles from "./SignIn.module.css";

/** In place of the screen that was asked for; it appears once somebody is signed in. */
export function SignIn() {
  const auth = useAuth();
  return (
    <main className={styles.ground}>
      <div className={styles.card}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <h1>Sign in to Everloop</h1>
        {auth.leaveForSignIn ? <Away leave={auth.leaveForSignIn} /> : <Local />}
      </div>
    </main>
  );
}

function Away({ leave }: { leave: (to: string) => Promise<void> }) {
  const [error, setError] = useState<unknown>(null);
  return (
    <>
      <Button size="sm" fullWidth onClick={() => void leave(location.pathname + location.search).catch(setError)}>
        Go on to sign in
      </Button>
      {error !== null && <p role="alert">{sentence(error)}</p>}
    </>
  );
}

function Local() {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (name: string) => String(form.get(name) ?? "").trim();
    const link = said("link");
    setBusy(true);
    setError(null);
    try {
      const body = link ? { link: tokenIn(link) } : { email: said("email"), password: String(form.get("password") ?? "") };
      await data(api.POST("/api/v1/session", { body }));
      forgetOthers(client);
      await client.invalidateQueries({ queryKey: SESSION });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className={styles.form}>
      <TextInput name="email" type="email" size="sm" label="Email" autoComplete="username" autoFocus />
      <PasswordInput name="password" size="sm" label="Password" autoComplete="current-password" />
      <details>
        <summary>I have a sign-in link</summary>
        <TextInput name="link" size="sm" label="Link" placeholder="http://…/session/link?token=…" autoComplete="off" />
      </details>
      {error !== null && (
        <p role="alert" className={styles.error}>
          {sentence(error)}
        </p>
      )}
      <Button type="submit" size="sm" loading={busy}>
        Sign in
      </Button>
      <p className={styles.quiet}>
        The server prints a link that signs its owner in when it starts. Members get theirs from an admin.
      </p>
    </form>
  );
}

/** The token of a link, or the text itself where it is the token. */
function tokenIn(link: string): string {
  return URL.canParse(link) ? (new URL(link).searchParams.get("token") ?? link) : link;
}
