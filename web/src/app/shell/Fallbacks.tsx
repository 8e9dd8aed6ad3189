import { Button } from "@mantine/core";
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "@/shared/parts/Page";
import { ScreenLost } from "../lazyScreen";

export function NotFound() {
  return (
    <EmptyState title="There is no such page" action={<Button component={Link} to="/">Go to the first page</Button>}>
      The address may be old or mistyped.
    </EmptyState>
  );
}

export function ScreenError({ error, reset }: ErrorComponentProps) {
  const again = () => {
    if (error instanceof ScreenLost) error.forget();
    reset();
  };
  return <ErrorState error={error} retry={again} />;
}
