import { Button } from "@mantine/core";
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "@/shared/parts/Page";

export function NotFound() {
  return (
    <EmptyState title="There is no such page" action={<Button component={Link} to="/">Go to the first page</Button>}>
      The address may be old or mistyped.
    </EmptyState>
  );
}

export function ScreenError({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} retry={reset} />;
}
